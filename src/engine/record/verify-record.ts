import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { differencesIn } from './differences.ts';
import { driftOf } from './drift.ts';
import { loadRecord } from './load-record.ts';
import { recordName } from './record-name.ts';

/**
 * What keeps the record beside a runbook from being that of a run: there is none, the page has changed since, or the
 * run came to something else. `now` is what would be recorded of the run.
 */
export function verifyRecord(runbook: Runbook, now: RunRecord): readonly Diagnostic[] {
  const { record, diagnostics } = loadRecord(runbook.source);
  if (diagnostics.length > 0) return diagnostics;
  if (record === undefined) return [missing(runbook)];
  return [...driftOf(runbook, record), ...differencesIn(runbook, now, record)];
}

function missing({ source: { file } }: Runbook): Diagnostic {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'record/missing',
    severity: 'error',
    message: `There is no \`${recordName(file)}\` to compare the run with.`,
    span: { file, start, end: start },
    hint: `Record one: \`runbook exec ${file} --record\`.`,
  };
}
