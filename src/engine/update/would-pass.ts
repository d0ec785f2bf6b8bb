import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Expectation } from '../model/runbook.ts';
import { needsPerson, plannedBlocksOf, statementsOf } from '../model/statements.ts';
import type { RunbookState, RunState, StatementState } from '../run/state.ts';

/**
 * Whether a run that sees the same outputs would pass now that some of its expectations have a new text, which holds:
 * nothing else was wrong, and nothing was left out because of a failure.
 */
export function wouldPass(plan: Plan, state: RunState, updated: readonly Expectation[]): boolean {
  if (state.diagnostics.some(({ severity }) => severity === 'error')) return false;
  const places = new Set(updated.map(placeOf));
  return plan.runbooks.every((item) => {
    const seen = state.runbooks[item.runbook.source.file];
    if (seen?.skipped !== undefined) return item.reason === 'required';
    return seen !== undefined && isFixed(item, seen, places);
  });
}

/** Those of a run's events are copies, so they are told by where they stand. */
function placeOf({ span: { file, start } }: Expectation): string {
  return `${file} ${start.offset}`;
}

function isFixed(item: PlannedItem, seen: RunbookState, places: ReadonlySet<string>): boolean {
  return plannedBlocksOf(item).every((block) =>
    statementsOf([block]).every(({ id }) => {
      const state = seen.statements[seen.index.get(id)?.at ?? -1];
      if (state?.outcome === 'skipped') return needsPerson(block.options);
      return state?.outcome === 'passed' || (state !== undefined && isUpdated(state, places));
    }),
  );
}

function isUpdated({ outcome, failure, verdicts }: StatementState, places: ReadonlySet<string>): boolean {
  const unmet = verdicts.filter(({ judgement }) => !judgement.met);
  return (
    outcome === 'failed' &&
    failure?.kind === 'expectations' &&
    unmet.length > 0 &&
    unmet.every(({ expectation }) => places.has(placeOf(expectation)))
  );
}
