/**
 * Real time with a latency that callers scale by: bash and kubectl live in real time, so simulated work takes
 * real, short time too. `SANDBOX_LATENCY` sets it.
 */
export type Clock = {
  now(): Date;
  /** One unit of simulated work, in milliseconds; 0 in tests. */
  readonly latencyMs: number;
};

/** `realistic` delays are those of a small cluster on one machine. */
export function createClock(latency: number | 'realistic'): Clock {
  return { now: () => new Date(), latencyMs: latency === 'realistic' ? 1000 : latency };
}
