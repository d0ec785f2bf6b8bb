import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { contradictionsIn } from './contradictions.ts';
import { driftOf } from './drift.ts';
import { shownOtherwiseIn } from './shown-otherwise.ts';
import { type Age, staleIn } from './stale.ts';

/**
 * Why a record is no evidence for a page as it is now: the page runs something else, what was recorded doesn't meet its
 * checks, or what lies beside it has changed. That the text alone has changed is only said where nothing else is.
 */
export function faultsOf(runbook: Runbook, record: RunRecord, age: Age): readonly Diagnostic[] {
  const found = [
    ...driftOf(runbook, record),
    ...contradictionsIn(runbook, record),
    ...shownOtherwiseIn(runbook, record),
    ...staleIn(runbook, record, age),
  ];
  const isSerious = found.some(({ severity }) => severity === 'error');
  return isSerious ? found.filter(({ code }) => code !== 'record/prose-changed') : found;
}
