import { loadRunbook } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { proseDigest } from '../engine/record/evidence.ts';
import { faultsOf, faultsOfRecords } from '../engine/record/faults.ts';
import { loadRecords, type NamedRecord } from '../engine/record/load-records.ts';
import { recordJson } from '../engine/record/record-json.ts';
import { recordName } from '../engine/record/record-name.ts';
import { exitCodes } from './exit-codes.ts';
import type { FoundFile } from './find-files.ts';
import type { Io } from './io.ts';
import { replaceFile } from './replace-file.ts';
import { say } from './say.ts';

/**
 * Takes the text that pages have now for the recorded one, where nothing but prose has changed: somebody has read it
 * and says that it is still true. @returns The code to exit with.
 */
export function acceptProse(files: readonly FoundFile[], io: Io): number {
  return Math.max(exitCodes.passed, ...files.map((file) => acceptOne(file, io)));
}

function acceptOne(file: FoundFile, io: Io): number {
  const { runbook, diagnostics } = loadRunbook(file);
  const records = loadRecords(file);
  const age = { now: new Date() };
  const found = [
    ...diagnostics,
    ...records.flatMap((each) => each.diagnostics),
    ...faultsOfRecords(runbook, records, age),
  ];
  const wrong = found.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) return refuse(file, wrong, io);
  return Math.max(exitCodes.passed, ...records.map((record) => acceptInto(record, { file, runbook, io })));
}

type Taking = { readonly file: FoundFile; readonly runbook: Runbook; readonly io: Io };

function acceptInto({ record, label, text = '' }: NamedRecord, { file, runbook, io }: Taking): number {
  const faults = record === undefined ? [] : faultsOf(runbook, record, { now: new Date() });
  if (record === undefined || !faults.some(({ code }) => code === 'record/prose-changed'))
    return exitCodes.passed;
  const name = recordName(file.file, label);
  const after = recordJson({ ...record, prose: proseDigest(runbook) });
  const refused = replaceFile({ path: recordName(file.path, label), before: text, after });
  say(
    io.err,
    refused === undefined
      ? `Took over the prose of ${file.file} in ${name}.`
      : `${name} was not written: ${refused}.`,
  );
  return refused === undefined ? exitCodes.passed : exitCodes.usage;
}

function refuse({ file }: FoundFile, { message }: Diagnostic, io: Io): number {
  say(io.err, `The prose of ${file} was not taken over: ${message}`);
  return exitCodes.usage;
}
