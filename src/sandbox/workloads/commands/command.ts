import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileTree } from '../files/file-tree.ts';
import type { Listener, Network, Place } from '../workload.ts';

export { FileError } from '../files/entry.ts';

/** What a command is run with. `argv[0]` is its own name. */
export type CommandCall = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly io: CommandIo;
  readonly host: CommandHost;
  /** Folder that relative paths start from; absent where the host itself knows. */
  readonly cwd?: string;
};

export type CommandIo = {
  /** Absent: nothing to read, as from /dev/null. */
  readonly stdin?: Readable;
  /** False when nobody reads any more: SIGPIPE on a real machine. */
  readonly stdout: (chunk: Buffer | string) => boolean;
  readonly stderr: (chunk: Buffer | string) => boolean;
  readonly tty: boolean;
  /** Aborted when the process is killed. */
  readonly signal: AbortSignal;
  /** Aborted when the process is asked to end, which it may do in its own time. */
  readonly asked?: AbortSignal;
};

/** The machine that a command runs on: a container, or the caller's own. */
export type CommandHost = {
  readonly network: Network;
  readonly files: Files;
  readonly curlVersion: string;
  /** Another command of the same machine, for shells and `env`. */
  readonly find: (name: string) => Found;
  /** What only a container has. */
  readonly container?: ContainerHost;
};

export type ContainerHost = {
  readonly tree: FileTree;
  readonly place: Place;
  /** Answers on a port until what it gives is called. @throws when somebody else does already */
  listen(port: number, listener: Listener): () => void;
};

/** Files by absolute or working-directory-relative path. */
export type Files = {
  read(path: string): Promise<Buffer>;
  /** @throws FileError */
  write(path: string, content: Buffer, append: boolean): Promise<void>;
  /** Makes a folder and those that it is in, where they aren't there yet. @throws FileError */
  makeFolder(path: string): Promise<void>;
};

export type Found =
  | { readonly kind: 'command'; readonly run: Command }
  | { readonly kind: 'not simulated' }
  | { readonly kind: 'absent' };

/** A simulated program; gives its exit code. */
export type Command = (call: CommandCall) => Promise<number>;

/** A path as the machine's files take it. */
export const pathOf = ({ cwd }: Pick<CommandCall, 'cwd'>, path: string): string =>
  cwd === undefined ? path : posix.resolve(cwd, path);

/** The whole of stdin. */
export async function readAll(stdin: Readable | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
