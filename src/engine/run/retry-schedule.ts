import type { Failure } from '../model/event.ts';
import type { Outcome } from '../model/output.ts';
import type { Expectation } from '../model/runbook.ts';
import type { Verdict } from '../model/verdict.ts';

/** Pause before the second try; each later pause is half as long again, up to five seconds. */
const firstPauseMs = 100;
const growth = 1.5;
const longestPauseMs = 5_000;

/** How often a check that must stay met is looked at. */
const holdPauseMs = 500;

/** The result of a statement. `reason`: why it was skipped, or who says that it passed. */
export type StatementResult = {
  readonly outcome: Outcome;
  readonly failure?: Failure;
  readonly reason?: string;
  /** It did not run, since it passed in an earlier run: when, as ISO 8601. */
  readonly passedBefore?: string;
};

/** What an attempt amounts to, and when to make the next one, if any. */
type AttemptDecision = {
  readonly verdicts: readonly Verdict[];
  readonly result: StatementResult;
  readonly next?: { readonly retryInMs: number; readonly holdMs?: number };
};

/** Decides after each attempt, by the time that has passed since it was made. */
type RetrySchedule = (
  attempt: number,
  verdicts: readonly Verdict[],
  failure: Failure | undefined,
) => AttemptDecision;

/** `windowMs`: how long it may take until everything is met; 0 means one try. */
type RetryLimits = { readonly expectations: readonly Expectation[]; readonly windowMs: number };

/**
 * How long a segment is tried again: until everything is met or the time of `within` is over, and then as long as
 * `for` asks it to stay met. A check that stops being met while it should hold begins anew, within the same time.
 */
export function createRetrySchedule({ expectations, windowMs }: RetryLimits): RetrySchedule {
  const startedAt = performance.now();
  const longest = Math.max(0, ...expectations.map(({ forMs }) => forMs ?? 0));
  let metSince: number | undefined;
  return (attempt, judged, failure) => {
    const now = performance.now();
    const verdicts = judged.map((verdict) => lapsed(verdict, metSince, now));
    const result = resultOf(failure, verdicts);
    if (result.outcome !== 'passed') {
      metSince = undefined;
      const left = windowMs - (now - startedAt);
      const isOver = result.outcome !== 'failed' || left <= 0;
      return { verdicts, result, ...(isOver ? {} : { next: soon(pause(attempt), left) }) };
    }
    metSince ??= now;
    const holdMs = Math.ceil(longest - (now - metSince));
    return { verdicts, result, ...(holdMs > 0 ? { next: { ...soon(holdPauseMs, holdMs), holdMs } } : {}) };
  };
}

function soon(pauseMs: number, leftMs: number) {
  return { retryInMs: Math.round(Math.min(pauseMs, leftMs)) };
}

function pause(attempt: number): number {
  return Math.min(firstPauseMs * growth ** (attempt - 1), longestPauseMs);
}

/** A check that was met and had to stay so says how long it did. */
function lapsed(verdict: Verdict, since: number | undefined, now: number): Verdict {
  const { expectation, judgement } = verdict;
  if (judgement.met || expectation.forMs === undefined || since === undefined) return verdict;
  const held = `It was met for ${seconds(now - since)}, and should have stayed so for ${seconds(expectation.forMs)}.`;
  return {
    expectation,
    judgement: { ...judgement, hint: judgement.hint ? `${held} ${judgement.hint}` : held },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The outcome of a statement by its own failure and the verdicts of its segment. */
export function resultOf(failure: Failure | undefined, verdicts: readonly Verdict[]): StatementResult {
  if (failure?.kind === 'interrupt') return { outcome: 'cancelled', failure };
  if (failure?.kind === 'session') return { outcome: 'errored', failure };
  if (failure !== undefined) return { outcome: 'failed', failure };
  const unmet = verdicts.flatMap(({ judgement }) => (judgement.met ? [] : [judgement]));
  if (unmet.length === 0) return { outcome: 'passed' };
  return {
    outcome: unmet.some(({ errored }) => errored) ? 'errored' : 'failed',
    failure: { kind: 'expectations' },
  };
}
