/** Waits, or until it is cut short. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Does something later, unless it is called off; the program may end meanwhile. */
export function later(ms: number, signal: AbortSignal, action: () => void): void {
  const timer = setTimeout(() => {
    if (!signal.aborted) action();
  }, ms);
  timer.unref();
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
