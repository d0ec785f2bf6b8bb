import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { differencesIn } from './differences.ts';
import { faultsOf } from './faults.ts';
import { loadRecord } from './load-record.ts';
import { recordName } from './record-name.ts';
import { recordOption } from './record-option.ts';

/** Today, and the name of the record that a run is compared with. */
type Compared = { readonly now: Date; readonly label?: string | undefined };

/**
 * What keeps the record beside a runbook from being that of a run: there is none, the page has changed since, or the
 * run came to something else. `run` is what would be recorded of the run.
 */
export function verifyRecord(
  runbook: Runbook,
  run: RunRecord,
  { now, label }: Compared,
): readonly Diagnostic[] {
  const { record, diagnostics } = loadRecord(runbook.source, label);
  if (diagnostics.length > 0) return diagnostics;
  if (record === undefined) return [missingRecord(runbook, label)];
  return [...faultsOf(runbook, record, { now }, label), ...differencesIn(runbook, run, record)];
}

/** That nothing was recorded of a page. */
export function missingRecord({ source: { file } }: Runbook, label?: string): Diagnostic {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'record/missing',
    severity: 'error',
    message: `There is no \`${recordName(file, label)}\`: nothing was recorded of the page.`,
    span: { file, start, end: start },
    hint: `Record one: \`runbook exec ${file} ${recordOption(label)}\`.`,
  };
}
