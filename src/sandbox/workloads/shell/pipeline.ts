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
    const ends = { stdin: pipes[index - 1], out: pipes[index], both: operators[index] === '|&' };
    const { io, isUnread } = streamsOf(scope, ends);
    try {
      const status = await run(node, { ...subshell(scope), io });
      return isUnread() ? brokenPipe : status;
    } catch (error) {
      if (error instanceof Jump) return isUnread() ? brokenPipe : error.status;
      throw error;
    } finally {
      ends.out?.end();
      ends.stdin?.destroy();
    }
  });
  const results = await Promise.allSettled(members);
  const refused = results.find((result) => result.status === 'rejected');
  if (refused) throw refused.reason;
  const codes = results.map((result) => (result.status === 'fulfilled' ? result.value : 1));
  const failed = scope.shell.options.has('pipefail') ? codes.findLast((code) => code !== 0) : undefined;
  return failed ?? codes.at(-1) ?? 1;
}

type Ends = {
  readonly stdin: PassThrough | undefined;
  readonly out: PassThrough | undefined;
  /** Errors go into the pipe as well. */
  readonly both: boolean;
};

/** What a member reads and writes; it is told to stop as soon as nobody reads it any more. */
function streamsOf({ io }: Scope, { stdin, out, both }: Ends) {
  const stop = new AbortController();
  out?.once('close', () => stop.abort());
  const write = out && writerInto(out);
  return {
    io: {
      ...io,
      ...(stdin ? { stdin } : {}),
      ...(write ? { stdout: write } : {}),
      ...(write && both ? { stderr: write } : {}),
      signal: out ? AbortSignal.any([io.signal, stop.signal]) : io.signal,
    },
    isUnread: () => stop.signal.aborted,
  };
}

/** Refuses what nobody will read. */
const writerInto =
  (pipe: PassThrough) =>
  (chunk: Buffer | string): boolean => {
    if (pipe.destroyed) return false;
    pipe.write(chunk);
    return true;
  };
