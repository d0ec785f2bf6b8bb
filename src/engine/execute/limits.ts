/** Why a statement is ended before its end. */
type LimitReason = 'timeout' | 'interrupt';

/** The largest delay of a timer; a longer one would fire at once. */
const longestMs = 2_147_483_647;

/** The time limit of a statement and the caller's signal, as one: reached at most once. */
export class Limits {
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal;
  readonly #abort = () => this.#reach('interrupt');
  #onReached: ((reason: LimitReason) => void) | undefined;
  #reason: LimitReason | undefined;

  constructor(timeoutMs: number, signal: AbortSignal) {
    this.#timer = setTimeout(() => this.#reach('timeout'), Math.min(timeoutMs, longestMs));
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort, { once: true });
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
    this.#signal.removeEventListener('abort', this.#abort);
    this.#onReached = undefined;
  }

  #reach(reason: LimitReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#onReached?.(reason);
  }
}
