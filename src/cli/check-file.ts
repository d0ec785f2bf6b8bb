import { loadRunbook, resolveBeside } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { checksNothing, runsNothing } from '../engine/model/statements.ts';
import { plan } from '../engine/plan/plan.ts';
import { faultsOfRecords } from '../engine/record/faults.ts';
import { loadRecords } from '../engine/record/load-records.ts';
import { recordName } from '../engine/record/record-name.ts';
import type { Age } from '../engine/record/stale.ts';
import { missingRecord } from '../engine/record/verify-record.ts';
import type { CheckedFile } from './check-formats/checked.ts';
import type { FoundFile } from './find-files.ts';
import { isAboutPlainPage, isError, isPlainPage } from './prepare.ts';

/** `requireRecord`: what runs something must have been recorded. */
export type AskedFile = FoundFile & {
  readonly skipPlain?: boolean;
  readonly requireRecord?: boolean;
  readonly age: Age;
};

/**
 * What is found in a file, and in its record if that can't be read. Of pages with nothing to run that nobody named only
 * what looks meant to run is told; with `skipPlain` the others aren't about us at all, and nothing comes of them.
 */
export function checkFile(file: AskedFile): readonly CheckedFile[] {
  const loaded = loadRunbook(file);
  const { runbook } = loaded;
  const plain = isPlainPage(loaded) && (file.listed || file.skipPlain === true);
  const own = plain ? loaded.diagnostics.filter((item) => isAboutPlain(item, file)) : loaded.diagnostics;
  if (plain && file.skipPlain && own.length === 0) return [];
  const sound = !plain && !own.some(isError);
  const planned = sound
    ? plan([runbook], { interactive: true, terminal: true }, resolveBeside).diagnostics
    : [];
  const records = loadRecords(file);
  const faults = own.some(isError) ? [] : faultsOfRecords(runbook, records, file.age);
  const lacks = file.requireRecord && sound && !runsNothing(runbook) && records.length === 0;
  const found = [
    ...own,
    ...planned.filter((item) => isAbout(item, file)),
    ...faults,
    ...(lacks ? [missingRecord(runbook)] : []),
  ];
  return [
    {
      file: file.file,
      text: runbook.source.text,
      diagnostics: found,
      plain,
      unchecked: sound && isUnchecked(runbook),
    },
    ...records.flatMap(({ label, text = '', diagnostics }) =>
      diagnostics.length === 0 ? [] : [{ file: recordName(file.file, label), text, diagnostics }],
    ),
  ];
}

/** Codes that say nothing of a page which has nothing to run: its front matter and its fences are another tool's. */
const ofRunbooks: ReadonlySet<Diagnostic['code']> = new Set([
  'parse/bad-diagram',
  'parse/bad-front-matter',
  'parse/nothing-above',
  'parse/unknown-key',
  'parse/wrong-type',
] as const);

/** Codes that say which commands don't run, of a page on which others do. */
const ofCommands: ReadonlySet<Diagnostic['code']> = new Set([
  'parse/fence-in-container',
  'parse/foreign-language',
  'parse/foreign-option',
  'parse/other-spelling',
] as const);

function isAboutPlain({ code }: Diagnostic, { skipPlain = false }: AskedFile): boolean {
  if (isAboutPlainPage(code) || ofRunbooks.has(code)) return false;
  return !(skipPlain && ofCommands.has(code));
}

function isUnchecked(runbook: Runbook): boolean {
  return !runsNothing(runbook) && checksNothing(runbook);
}

/** What a required runbook has to hear is said when that file is checked. */
function isAbout({ span }: Diagnostic, { file }: FoundFile): boolean {
  return span === undefined || span.file === file;
}
