import type { CommandCall } from '../commands/command.ts';
import type { Listener } from '../workload.ts';

/** Answers on ports until the process is asked to end, or is ended. @returns its exit code */
export async function serve(
  { io, host, argv }: CommandCall,
  listeners: readonly (readonly [port: number, listener: Listener])[],
): Promise<number> {
  const { container } = host;
  if (!container) return 1;
  const closers: (() => void)[] = [];
  try {
    for (const [port, listener] of listeners) closers.push(container.listen(port, listener));
  } catch (error) {
    for (const close of closers) close();
    io.stderr(`${argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  container.place.trap();
  const over = Promise.withResolvers<number>();
  for (const signal of [io.signal, io.asked]) {
    if (signal?.aborted) over.resolve(0);
    else signal?.addEventListener('abort', () => over.resolve(0), { once: true });
  }
  const status = await over.promise;
  for (const close of closers) close();
  return status;
}
