import type { Outcome } from '../model/output.ts';
import { blocksOf, needsPerson, statementsOf } from '../model/statements.ts';
import { type RunbookState, type RunState, type StatementState, skippedByHand } from '../run/state.ts';

/**
 * Why nothing of a run is kept, as the end of a sentence; undefined when it passed as it stands. What a person left out
 * or ran again by hand, nobody else could repeat.
 */
export function whyNotRecorded({ outcome = 'cancelled', runbooks }: RunState): string | undefined {
  if (outcome !== 'passed') return `the run ${ended[outcome]}`;
  const statements = Object.values(runbooks).flatMap(withoutManual);
  if (statements.some(({ reason }) => reason === skippedByHand)) return 'something was skipped by hand';
  if (Object.values(runbooks).some(({ returns }) => returns > 0))
    return 'somebody went back to an earlier step by hand';
  if (statements.some(({ retries, passedOver }) => retries > 0 || passedOver === true))
    return 'something passed only when it was run again by hand';
  if (statements.some(({ passedBefore }) => passedBefore !== undefined))
    return 'a part of it passed in an earlier run';
  return undefined;
}

/** What a person does anyway may be left out. */
function withoutManual({ runbook, index, statements }: RunbookState): readonly StatementState[] {
  const blocks = runbook === undefined ? [] : blocksOf(runbook);
  const byPerson = statementsOf(blocks.filter(({ options }) => needsPerson(options)));
  const manual = new Set(byPerson.map(({ id }) => index.get(id)?.at));
  return statements.filter((_, at) => !manual.has(at));
}

const ended: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'could not be judged',
  skipped: 'was skipped',
  cancelled: 'was stopped',
};
