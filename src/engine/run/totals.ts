import type { Totals } from '../model/event.ts';
import type { Place, StatementState } from './state.ts';

export const noTotals: Totals = {
  statements: { passed: 0, failed: 0, errored: 0, skipped: 0, cancelled: 0 },
  expectations: { met: 0, unmet: 0 },
  unchecked: 0,
  retried: 0,
};

/** What a statement adds to the totals as it stands: nothing before it has finished. */
export function totalsOf(state: StatementState, { unchecked }: Pick<Place, 'unchecked'>): Totals {
  const { outcome, checks, retries } = state;
  if (outcome === undefined) return noTotals;
  const passed = outcome === 'passed';
  return {
    statements: { ...noTotals.statements, [outcome]: 1 },
    expectations: checks,
    unchecked: unchecked && passed ? 1 : 0,
    retried: retries > 0 && passed ? 1 : 0,
  };
}

export function add(one: Totals, other: Totals): Totals {
  return combine(one, other, 1);
}

/** What was added between two totals of one run. */
export function subtract(after: Totals, before: Totals): Totals {
  return combine(after, before, -1);
}

function combine(one: Totals, other: Totals, sign: 1 | -1): Totals {
  const { statements, expectations } = one;
  return {
    statements: {
      passed: statements.passed + sign * other.statements.passed,
      failed: statements.failed + sign * other.statements.failed,
      errored: statements.errored + sign * other.statements.errored,
      skipped: statements.skipped + sign * other.statements.skipped,
      cancelled: statements.cancelled + sign * other.statements.cancelled,
    },
    expectations: {
      met: expectations.met + sign * other.expectations.met,
      unmet: expectations.unmet + sign * other.expectations.unmet,
    },
    unchecked: one.unchecked + sign * other.unchecked,
    retried: one.retried + sign * other.retried,
  };
}
