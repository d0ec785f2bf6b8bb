/** What stands at a path of a file system. `mode` are the permission bits, `at` the time of the last change. */
export type Entry = {
  readonly mode: number;
  readonly at: Date;
} /** `load` gives the content of a file that is made when it is read. */ & (
  | { readonly kind: 'file'; readonly content: Buffer; readonly load?: () => Promise<Buffer> }
  /** Of a `partial` one only what is written down is known, not that there is nothing else in it. */
  | { readonly kind: 'folder'; readonly partial?: true }
  | { readonly kind: 'link'; readonly to: string }
);

/** Entries by their path from the root of a volume, which is `` itself: `/a/b`. */
export type Entries = ReadonlyMap<string, Entry>;

export const fileEntry = (content: Buffer | string, at: Date, mode = 0o644): Entry => ({
  kind: 'file',
  content: Buffer.from(content),
  mode,
  at,
});

export const folderEntry = (at: Date, mode = 0o755): Entry => ({ kind: 'folder', mode, at });

export const linkEntry = (to: string, at: Date): Entry => ({ kind: 'link', to, mode: 0o777, at });

/** A file can't be read or written; `message` is as in errno: `No such file or directory`. */
export class FileError extends Error {
  override name = 'FileError';
}

export const noSuchFile = (): FileError => new FileError('No such file or directory');
