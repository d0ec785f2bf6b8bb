import type { Command, CommandCall } from '../commands/command.ts';

/** Exit codes of a process that a signal ended. */
export const killed = { interrupt: 130, kill: 137 } as const;

/**
 * Runs a simulated command to its end, or until it is interrupted or killed, whether it takes notice or not. A
 * command that breaks says so on stderr and has failed; the sandbox goes on.
 */
export async function runCommand(
  command: Command,
  call: CommandCall,
  interrupted?: AbortSignal,
): Promise<number> {
  const ended = Promise.withResolvers<number>();
  const onAbort = (signal: AbortSignal, code: number): void => {
    if (signal.aborted) ended.resolve(code);
    else signal.addEventListener('abort', () => ended.resolve(code), { once: true });
  };
  onAbort(call.io.signal, killed.kill);
  if (interrupted) onAbort(interrupted, killed.interrupt);
  const signal = interrupted ? AbortSignal.any([call.io.signal, interrupted]) : call.io.signal;
  const run = async (): Promise<number> => command({ ...call, io: { ...call.io, signal } });
  const finished = run().catch((error: unknown) => {
    call.io.stderr(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
  return Promise.race([finished, ended.promise]);
}
