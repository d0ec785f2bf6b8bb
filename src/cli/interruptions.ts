/** `first`: stop what runs and clean up. `second`: stop at once. */
export type Interruptions = {
  readonly first: AbortSignal;
  readonly second: AbortSignal;
  /** Does what a signal does. */
  interrupt(): void;
  /** Nobody is at the other end any more: an interruption, however many ways it shows in. */
  vanish(): void;
  /** Leaves Ctrl-C to another program that has the terminal, until what it returns is called. */
  hold(): () => void;
};

/**
 * Interruptions, as signals of the system and others bring them. A third one ends the process by itself: cleaning up
 * must not become a trap.
 *
 * A terminal that is closed shows in SIGHUP (from the kernel, and again from the shell), in errors of writing and
 * reading, and a system that ends somebody's session sends SIGTERM as well. All of that is one interruption, since the
 * second one skips the cleanup.
 */
export function startInterruptions(): Interruptions {
  const first = new AbortController();
  const second = new AbortController();
  let holders = 0;
  let vanished = false;
  /** The SIGTERM that comes with the end of a session is still to come. */
  let awaited = false;
  const interrupt = (): void => {
    if (second.signal.aborted) process.exit(130);
    (first.signal.aborted ? second : first).abort();
  };
  const vanish = (): void => {
    if (vanished) return;
    vanished = true;
    awaited = !first.signal.aborted;
    first.abort();
  };
  const hold = (): (() => void) => {
    holders += 1;
    return () => {
      holders -= 1;
    };
  };
  process.on('SIGHUP', vanish);
  process.on('SIGINT', () => {
    if (holders === 0) interrupt();
  });
  process.on('SIGTERM', () => {
    if (!awaited) interrupt();
    awaited = false;
  });
  return { first: first.signal, second: second.signal, interrupt, vanish, hold };
}
