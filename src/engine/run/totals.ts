import type { Totals } from '../model/event.ts';

/** What was added between two totals of one run. */
export function subtract(after: Totals, before: Totals): Totals {
  const { statements, expectations } = after;
  return {
    statements: {
      passed: statements.passed - before.statements.passed,
      failed: statements.failed - before.statements.failed,
      errored: statements.errored - before.statements.errored,
      skipped: statements.skipped - before.statements.skipped,
      cancelled: statements.cancelled - before.statements.cancelled,
    },
    expectations: {
      met: expectations.met - before.expectations.met,
      unmet: expectations.unmet - before.expectations.unmet,
    },
    unchecked: after.unchecked - before.unchecked,
  };
}
