/** Why a statement is ended before its end. */
type LimitReason = 'timeout' | 'interrupt';

/** The largest delay of a timer; a longer one would fire at once. */
const longestMs = 2_147_483_647;

/** What is to be done when a signal is aborted: to add a listener to it and take it away for each statement takes longer. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back when a signal is aborted, or at once when it has been; the result takes that back. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) callback();
  const callbacks = waiting.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

function listen(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  const callAll = () => {
    for (const callback of [...callbacks]) callback();
  };
  signal.addEventListener('abort', callAll, { once: true });
  waiting.set(signal, callbacks);
  return callbacks;
}

/** The time limit of a statement and the caller's signal, as one: reached at most once. */
export class Limits {
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;
  #onReached: ((reason: LimitReason) => void) | undefined;
  #reason: LimitReason | undefined;

  constructor(timeoutMs: number, signal: AbortSignal) {
    this.#timer = setTimeout(() => this.#reach('timeout'), Math.min(timeoutMs, longestMs));
    this.#leave = onAbort(signal, () => this.#reach('interrupt'));
  }

  get reason(): LimitReason | undefined {
    return this.#reason;
  }

  /** Calls back when it is reached, at once when it already was; replaces the callback before. */
  onReached(callback: (reason: LimitReason) => void): void {
    this.#onReached = callback;
    if (this.#reason !== undefined) callback(this.#reason);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#leave();
    this.#onReached = undefined;
  }

  #reach(reason: LimitReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#onReached?.(reason);
  }
}
