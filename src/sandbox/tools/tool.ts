import type { Writable } from 'node:stream';
import type { World } from '../world.ts';

/** How a tool on the session's PATH sees its caller. `kubeconfig` is the caller's KUBECONFIG. */
export type ToolIo = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

/** A command that is simulated as a whole, such as istioctl. `context` picks the world by kubeconfig context. */
export type Tool = {
  readonly name: string;
  run(
    argv: readonly string[],
    io: ToolIo,
    context: (name: string | undefined) => World | undefined,
  ): Promise<number>;
};
