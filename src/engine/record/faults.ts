import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { contradictionsIn } from './contradictions.ts';
import { driftOf } from './drift.ts';
import { incoherentIn } from './incoherent.ts';
import type { NamedRecord } from './load-records.ts';
import { recordName } from './record-name.ts';
import { recordOption } from './record-option.ts';
import { shownOtherwiseIn } from './shown-otherwise.ts';
import { type Age, staleIn } from './stale.ts';
import { unmetToolsIn } from './unmet-tools.ts';

/**
 * Why a record is no evidence for a page as it is now: the page runs something else, what was recorded doesn't meet its
 * checks, or what lies beside it has changed. That the text alone has changed is only said where nothing else is.
 */
export function faultsOf(
  runbook: Runbook,
  record: RunRecord,
  age: Age,
  label?: string,
): readonly Diagnostic[] {
  const found = [
    ...driftOf(runbook, record),
    ...contradictionsIn(runbook, record),
    ...unmetToolsIn(runbook, record),
    ...incoherentIn(runbook, record),
    ...shownOtherwiseIn(runbook, record),
    ...staleIn(runbook, record, age),
  ];
  const isSerious = found.some(({ severity }) => severity === 'error');
  const told = isSerious ? found.filter(({ code }) => code !== 'record/prose-changed') : found;
  return label === undefined ? told : told.map((fault) => ofNamed(fault, runbook, label));
}

/** Of several records each says which one it is. */
function ofNamed({ message, hint, ...fault }: Diagnostic, { source }: Runbook, label: string): Diagnostic {
  return {
    ...fault,
    message: `${message} (${recordName(source.file, label)})`,
    ...(hint === undefined ? {} : { hint: hint.replace(/ --record`/, ` ${recordOption(label)}\``) }),
  };
}

/** The faults of all records of a page that can be read. */
export function faultsOfRecords(
  runbook: Runbook,
  records: readonly NamedRecord[],
  age: Age,
): readonly Diagnostic[] {
  return records.flatMap(({ record, label }) =>
    record === undefined ? [] : faultsOf(runbook, record, age, label),
  );
}
