import type { Readable } from 'node:stream';
import type { Network } from '../workload.ts';

/** What a command is run with. `argv[0]` is its own name. */
export type CommandCall = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly io: CommandIo;
  readonly host: CommandHost;
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
};

/** The machine that a command runs on: a container, or the caller's own. */
export type CommandHost = {
  readonly network: Network;
  readonly files: Files;
  readonly curlVersion: string;
  /** Another command of the same machine, for shells and `env`. */
  readonly find: (name: string) => Found;
};

/** Files by absolute or working-directory-relative path. */
export type Files = {
  read(path: string): Promise<Buffer>;
  /** @throws FileError */
  write(path: string, content: Buffer, append: boolean): Promise<void>;
};

/** A file can't be read or written; `message` is as in errno: `No such file or directory`. */
export class FileError extends Error {
  override name = 'FileError';
}

export type Found =
  | { readonly kind: 'command'; readonly run: Command }
  | { readonly kind: 'not simulated' }
  | { readonly kind: 'absent' };

/** A simulated program; gives its exit code. */
export type Command = (call: CommandCall) => Promise<number>;

/** The whole of stdin. */
export async function readAll(stdin: Readable | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
