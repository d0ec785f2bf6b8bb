import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { differencesIn } from './differences.ts';
import { faultsOf } from './faults.ts';
import { loadRecord } from './load-record.ts';
import { recordName } from './record-name.ts';

/**
 * What keeps the record beside a runbook from being that of a run: there is none, the page has changed since, or the
 * run came to something else. `now` is what would be recorded of the run.
 */
export function verifyRecord(runbook: Runbook, now: RunRecord, today: Date): readonly Diagnostic[] {
  const { record, diagnostics } = loadRecord(runbook.source);
  if (diagnostics.length > 0) return diagnostics;
  if (record === undefined) return [missingRecord(runbook)];
  return [...faultsOf(runbook, record, { now: today }), ...differencesIn(runbook, now, record)];
}

/** That nothing was recorded of a page. */
export function missingRecord({ source: { file } }: Runbook): Diagnostic {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'record/missing',
    severity: 'error',
    message: `There is no \`${recordName(file)}\`: nothing was recorded of the page.`,
    span: { file, start, end: start },
    hint: `Record one: \`runbook exec ${file} --record\`.`,
  };
}
