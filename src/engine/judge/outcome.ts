import type { Outcome } from '../model/output.ts';

/** From what should catch the eye first to what says least. */
const ranked: readonly Outcome[] = ['errored', 'failed', 'cancelled', 'passed', 'skipped'];

/** The outcome of a whole from those of its parts; of nothing: skipped. */
export function worst(outcomes: Iterable<Outcome>): Outcome {
  const seen = new Set(outcomes);
  return ranked.find((outcome) => seen.has(outcome)) ?? 'skipped';
}

export function isBad(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'errored' || outcome === 'cancelled';
}
