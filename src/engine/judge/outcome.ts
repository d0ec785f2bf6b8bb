import type { Outcome } from '../model/output.ts';

/** From what should catch the eye first to what says least. */
const ranked: readonly Outcome[] = ['errored', 'failed', 'cancelled', 'passed', 'skipped'];

/** The outcome of a whole from those of its parts; of nothing: skipped. */
export function worst(outcomes: Iterable<Outcome>): Outcome {
  const seen = new Set(outcomes);
  return ranked.find((outcome) => seen.has(outcome)) ?? 'skipped';
}

/**
 * The outcome of a step or a runbook from what it did itself and its cleanup. A cleanup that fails makes it worse; one
 * that passes does not make it pass.
 */
export function withCleanup(own: readonly Outcome[], cleanup: readonly Outcome[]): Outcome {
  const cleaned = worst(cleanup);
  if (own.length === 0) return cleaned;
  return isBad(cleaned) ? worst([...own, cleaned]) : worst(own);
}

export function isBad(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'errored' || outcome === 'cancelled';
}
