import { posix } from 'node:path';
import { type Entry, FileError, fileEntry, folderEntry, linkEntry, noSuchFile } from './entry.ts';
import type { Mount, Volume } from './volume.ts';

/** How much one container may write, in bytes, and into how many files. */
const capacity = { bytes: 32 * 1024 * 1024, entries: 20_000 };

/** How many links one path may lead through. */
const mostLinks = 20;

type Place = { readonly mount: Mount; readonly inner: string };

/**
 * The files of a container: its image's, and volumes mounted over them. Paths are absolute. A path of the image that
 * the sandbox knows nothing of refuses by name instead of being called absent.
 */
export class FileTree {
  readonly #mounts: readonly Mount[];
  readonly #now: () => Date;

  constructor(root: Volume, mounts: readonly Mount[], now: () => Date) {
    const whole: Mount = { path: '', volume: root, within: '', readOnly: false };
    this.#mounts = [whole, ...mounts].toSorted((a, b) => b.path.length - a.path.length);
    this.#now = now;
  }

  /** What is at a path; undefined when nothing is. @throws FileError when nobody knows. */
  stat(path: string, follow = true): Entry | undefined {
    const real = this.#real(path, follow);
    return real === undefined ? undefined : this.#at(real);
  }

  /** Where a path leads to once its links are followed. */
  realpath(path: string): string | undefined {
    const real = this.#real(path, true);
    return real !== undefined && this.#at(real) ? real || '/' : undefined;
  }

  read(path: string): Buffer {
    const entry = this.stat(path);
    if (!entry) throw noSuchFile();
    if (entry.kind !== 'file') throw new FileError('Is a directory');
    return entry.content;
  }

  /** Names in a folder, in their order. */
  list(path: string): readonly string[] {
    const real = this.#real(path, true);
    const entry = real === undefined ? undefined : this.#at(real);
    if (real === undefined || !entry) throw noSuchFile();
    if (entry.kind !== 'folder') throw new FileError('Not a directory');
    const { mount, inner } = this.#place(real);
    this.#refuseUnknownFolder(mount, inner);
    const names = new Set<string>();
    for (const key of mount.volume.entries().keys())
      if (key.startsWith(`${inner}/`)) names.add(key.slice(inner.length + 1).split('/')[0] ?? '');
    for (const other of this.#mounts)
      if (other.path.startsWith(`${real}/`)) names.add(other.path.slice(real.length + 1).split('/')[0] ?? '');
    return [...names].toSorted();
  }

  write(
    path: string,
    content: Buffer,
    { append = false, mode }: { append?: boolean; mode?: number } = {},
  ): void {
    const real = this.#parented(path);
    const old = this.#at(real, true);
    if (old?.kind === 'folder') throw new FileError('Is a directory');
    const before = append && old?.kind === 'file' ? old.content : Buffer.alloc(0);
    const whole = append ? Buffer.concat([before, content]) : content;
    this.#put(real, fileEntry(whole, this.#now(), mode ?? old?.mode ?? 0o644));
  }

  mkdir(path: string, { parents = false, mode = 0o755 } = {}): void {
    if (parents) {
      const parent = posix.dirname(path);
      if (parent !== path && this.stat(parent)?.kind !== 'folder') this.mkdir(parent, { parents });
      if (this.stat(path)?.kind === 'folder') return;
    }
    const real = this.#parented(path);
    if (this.#at(real, true)) throw new FileError('File exists');
    this.#put(real, folderEntry(this.#now(), mode));
  }

  link(to: string, path: string): void {
    const real = this.#parented(path, false);
    if (this.#at(real, true)) throw new FileError('File exists');
    this.#put(real, linkEntry(to, this.#now()));
  }

  /** Changes what is there, as `chmod` and `touch` do. */
  change(path: string, change: (entry: Entry) => Entry): void {
    const real = this.#real(path, true);
    const entry = real === undefined ? undefined : this.#at(real);
    if (real === undefined || !entry) throw noSuchFile();
    this.#put(real, change(entry));
  }

  /** Takes away a file, a link, or an empty folder; with `recursive` all below it. */
  remove(path: string, { recursive = false } = {}): void {
    const real = this.#real(path, false);
    const entry = real === undefined ? undefined : this.#at(real);
    if (real === undefined || !entry) throw noSuchFile();
    if (this.#mounts.some((mount) => mount.path === real)) throw new FileError('Resource busy');
    const below = entry.kind === 'folder' ? this.list(path) : [];
    if (below.length && !recursive) throw new FileError('Directory not empty');
    for (const name of below) this.remove(`${real}/${name}`, { recursive });
    const { mount, inner } = this.#place(real);
    this.#writable(mount).delete(inner);
  }

  #put(real: string, entry: Entry): void {
    const { mount, inner } = this.#place(real);
    const entries = this.#writable(mount);
    const size = (one: Entry | undefined): number => (one?.kind === 'file' ? one.content.length : 0);
    let bytes = size(entry) - size(entries.get(inner));
    for (const one of entries.values()) bytes += size(one);
    if (bytes > capacity.bytes || entries.size >= capacity.entries)
      throw new FileError('No space left on device');
    entries.set(inner, entry);
  }

  #writable({ volume, readOnly }: Mount): Map<string, Entry> {
    if (readOnly || !volume.writable) throw new FileError('Read-only file system');
    return volume.writable;
  }

  /** The real path of something that is to be made, whose folder has to be there. */
  #parented(path: string, follow = true): string {
    const there = this.#real(path, follow);
    const real = there ?? path;
    const parent = this.#real(posix.dirname(real), true);
    const entry = parent === undefined ? undefined : this.#at(parent);
    if (parent === undefined || !entry) throw noSuchFile();
    if (entry.kind !== 'folder') throw new FileError('Not a directory');
    return `${parent}/${posix.basename(real)}`;
  }

  /** Follows links; undefined where one leads nowhere. The root is the empty text. */
  #real(path: string, follow: boolean): string | undefined {
    let [done, links] = ['', 0];
    const left = posix.resolve('/', path).split('/').filter(Boolean);
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const here = `${done}/${name}`;
      const entry = this.#at(here, true);
      if (entry?.kind === 'link' && (left.length > 0 || follow)) {
        links += 1;
        if (links > mostLinks) throw new FileError('Too many levels of symbolic links');
        left.unshift(
          ...posix
            .resolve(done || '/', entry.to)
            .split('/')
            .filter(Boolean),
        );
        done = '';
        continue;
      }
      done = here;
    }
    return done;
  }

  #at(real: string, quiet = false): Entry | undefined {
    const { mount, inner } = this.#place(real);
    const entry = mount.volume.entries().get(inner);
    if (entry) return entry;
    // Folders on the way to a mount, or to a known file, are there without being written down.
    const implied =
      this.#mounts.some(({ path }) => path.startsWith(`${real}/`)) ||
      [...mount.volume.entries().keys()].some((key) => key.startsWith(`${inner}/`));
    if (implied) return folderEntry(this.#now());
    if (!quiet) this.#refuseUnknown(mount, inner);
    return undefined;
  }

  #place(real: string): Place {
    const mount = this.#mounts.find(({ path }) => real === path || real.startsWith(`${path}/`));
    if (!mount) throw noSuchFile();
    return { mount, inner: `${mount.within}${real.slice(mount.path.length)}` };
  }

  /** A folder whose content is known says what isn't there; any other might hold it. */
  #refuseUnknown({ volume }: Mount, inner: string): void {
    if (volume.unknown === undefined) return;
    for (let at = inner.lastIndexOf('/'); at >= 0; at = inner.lastIndexOf('/', at - 1)) {
      const folder = volume.entries().get(inner.slice(0, at));
      if (folder?.kind === 'folder' && folder.partial) throw new FileError(volume.unknown);
      if (folder) return;
    }
  }

  #refuseUnknownFolder({ volume }: Mount, inner: string): void {
    const folder = volume.entries().get(inner);
    if (volume.unknown !== undefined && (folder?.kind !== 'folder' || folder.partial))
      throw new FileError(volume.unknown);
  }
}
