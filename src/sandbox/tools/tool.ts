import type { Readable, Writable } from 'node:stream';
import type { World } from '../world.ts';

/** How a tool on the session's PATH sees its caller. */
export type ToolIo = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The caller's stdin; it is only read from when this is called. */
  readonly stdin: () => Readable;
  /** Whether the caller's stdout is a terminal. */
  readonly tty: boolean;
  /** KUBECONFIG, HOME and what concerns the terminal. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

/**
 * The cluster that a kubeconfig context leads to: the named one, else the current one, of the given kubeconfig, else
 * of the caller's. @throws ContextError
 */
export type FindWorld = (context: string | undefined, kubeconfig?: string) => World;

/** A context leads nowhere; the message is what kubectl and istioctl would say. */
export class ContextError extends Error {
  override name = 'ContextError';
}

/** A command that is simulated as a whole, such as istioctl. Gives its exit code. */
export type Tool = {
  readonly name: string;
  run(argv: readonly string[], io: ToolIo, findWorld: FindWorld): Promise<number>;
};
