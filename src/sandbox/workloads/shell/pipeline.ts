import { PassThrough } from 'node:stream';
import type { CommandNode, Pipeline } from 'unbash';
import { Jump, type Scope, subshell } from './scope.ts';

/** Exit code of a command whose reader went away. */
const brokenPipe = 141;

/**
 * Runs the members of a pipeline side by side, each in a subshell; the last one's exit code counts, with `pipefail` that
 * of the last that failed. A member whose reader has ended gets its writes refused, which loops and commands take as
 * their end.
 */
export async function pipeline(
  { commands, operators }: Pipeline,
  scope: Scope,
  run: (node: CommandNode, scope: Scope) => Promise<number>,
): Promise<number> {
  const pipes = commands.slice(1).map(() => new PassThrough());
  const members = commands.map(async (node, index) => {
    const stop = new AbortController();
    const [stdin, out] = [pipes[index - 1], pipes[index]];
    out?.once('close', () => stop.abort());
    const write = out && writerInto(out);
    const io = {
      ...scope.io,
      ...(stdin ? { stdin } : {}),
      ...(write ? { stdout: write } : {}),
      ...(write && operators[index] === '|&' ? { stderr: write } : {}),
      signal: out ? AbortSignal.any([scope.io.signal, stop.signal]) : scope.io.signal,
    };
    try {
      const status = await run(node, { ...subshell(scope), io });
      return stop.signal.aborted ? brokenPipe : status;
    } catch (error) {
      if (error instanceof Jump) return stop.signal.aborted ? brokenPipe : error.status;
      throw error;
    } finally {
      out?.end();
      stdin?.destroy();
    }
  });
  const results = await Promise.allSettled(members);
  const refused = results.find((result) => result.status === 'rejected');
  if (refused) throw refused.reason;
  const codes = results.map((result) => (result.status === 'fulfilled' ? result.value : 1));
  const failed = scope.shell.options.has('pipefail') ? codes.findLast((code) => code !== 0) : undefined;
  return failed ?? codes.at(-1) ?? 1;
}

/** Refuses what nobody will read. */
const writerInto =
  (pipe: PassThrough) =>
  (chunk: Buffer | string): boolean => {
    if (pipe.destroyed) return false;
    pipe.write(chunk);
    return true;
  };
