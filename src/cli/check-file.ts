import { loadRunbook, resolveBeside } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { checksNothing, runsNothing } from '../engine/model/statements.ts';
import { plan } from '../engine/plan/plan.ts';
import { driftOf } from '../engine/record/drift.ts';
import { loadRecord } from '../engine/record/load-record.ts';
import { recordName } from '../engine/record/record-name.ts';
import type { CheckedFile } from './check-formats/checked.ts';
import type { FoundFile } from './find-files.ts';
import { isError, isPlainPage } from './prepare.ts';

type Asked = FoundFile & { readonly skipPlain?: boolean };

/** What is found in a file, and in its record if that can't be read. */
export function checkFile(file: Asked): readonly CheckedFile[] {
  const { runbook, diagnostics } = loadRunbook(file);
  const own = file.listed ? asListed(diagnostics, file.skipPlain) : diagnostics;
  const sound = !own.some(isError);
  const planned = sound ? plan([runbook], { interactive: true }, resolveBeside).diagnostics : [];
  const { record, text = '', diagnostics: unreadable } = loadRecord(file);
  const drift = sound && record ? driftOf(runbook, record) : [];
  const found = [...own, ...planned.filter((item) => isAbout(item, file)), ...drift];
  return [
    {
      file: file.file,
      text: runbook.source.text,
      diagnostics: found,
      unchecked: sound && isUnchecked(runbook),
    },
    ...(unreadable.length === 0 ? [] : [{ file: recordName(file.file), text, diagnostics: unreadable }]),
  ];
}

/** Pages that nobody named may have nothing to run; with `skipPlain` such a page isn't about us at all. */
function asListed(diagnostics: readonly Diagnostic[], skipPlain = false): readonly Diagnostic[] {
  const rest = diagnostics.filter(({ code }) => !isPlainPage(code));
  const plain = rest.length < diagnostics.length;
  return plain && skipPlain ? rest.filter(({ code }) => !isAboutNotRun(code)) : rest;
}

function isAboutNotRun(code: Diagnostic['code']): boolean {
  return code === 'parse/fence-in-container' || code === 'parse/other-spelling';
}

function isUnchecked(runbook: Runbook): boolean {
  return !runsNothing(runbook) && checksNothing(runbook);
}

/** What a required runbook has to hear is said when that file is checked. */
function isAbout({ span }: Diagnostic, { file }: FoundFile): boolean {
  return span === undefined || span.file === file;
}
