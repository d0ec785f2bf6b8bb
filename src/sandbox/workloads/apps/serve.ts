import type { CommandCall } from '../commands/command.ts';
import type { Listener } from '../workload.ts';

/** What a server prints when it listens, and what it says where a port is taken. */
type Words = { readonly ready?: () => void; readonly taken?: (port: number) => string };

/** Answers on ports until the process is asked to end, or is ended. @returns its exit code */
export async function serve(
  { io, host, argv }: CommandCall,
  listeners: readonly (readonly [port: number, listener: Listener])[],
  { ready, taken }: Words = {},
): Promise<number> {
  const { container } = host;
  if (!container) return 1;
  const closers: (() => void)[] = [];
  let at = 0;
  try {
    for (const [port, listener] of listeners) {
      at = port;
      closers.push(container.listen(port, listener));
    }
  } catch (error) {
    for (const close of closers) close();
    const why = error instanceof Error ? error.message : String(error);
    io.stderr(taken?.(at) ?? `${argv[0]}: ${why}\n`);
    return 1;
  }
  ready?.();
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
