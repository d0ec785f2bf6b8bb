import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver/node';
import { applyEdits, type Edit } from '../engine/format/edits.ts';
import { format } from '../engine/format/format.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { parse } from '../engine/parse.ts';
import { shownDiagnostic } from './diagnostics.ts';
import { editsFor } from './fixes.ts';
import type { OpenPage } from './open-page.ts';
import { changeTo, rangeOf, textEditOf, touch } from './ranges.ts';
import { recordedOutputs } from './take-recorded.ts';

/** What can be done at a place: fixes of what is wrong there, the record's output, all fixes of the page at once. */
export function codeActions(open: OpenPage, range: Range): readonly CodeAction[] {
  const wrong = open.diagnostics.filter(({ span }) => span !== undefined && touch(rangeOf(span), range));
  const fixes = wrong.flatMap((diagnostic) =>
    editsFor(diagnostic, open)
      .filter(({ edits }) => isFixed(open, edits, diagnostic))
      .slice(0, 1)
      .map(({ title, edits }): CodeAction => {
        return {
          ...action(open, title, edits),
          diagnostics: [shownDiagnostic(diagnostic)],
          isPreferred: true,
        };
      }),
  );
  const taken = recordedOutputs(open, range).map(({ title, edits }) => action(open, title, edits));
  return [...fixes, ...taken, ...fixAll(open)];
}

function action({ uri, page }: OpenPage, title: string, edits: readonly Edit[]): CodeAction {
  const changes = { [uri]: edits.map((edit) => textEditOf(page.lines, edit)) };
  return { title, kind: CodeActionKind.QuickFix, edit: { changes } };
}

/** Whether an edit takes one fault away and brings no other: nothing else is offered. */
function isFixed({ source }: OpenPage, edits: readonly Edit[], { code, severity }: Diagnostic): boolean {
  const after = parse({ ...source, text: applyEdits(source.text, edits) }).diagnostics;
  const count = (all: readonly { readonly code: string }[]) =>
    all.filter((each) => each.code === code).length;
  const errors = (all: readonly { readonly severity: string }[]) =>
    all.filter(({ severity }) => severity === 'error').length;
  const before = parse(source).diagnostics;
  const gone = severity === 'error' ? 1 : 0;
  return count(after) < count(before) && errors(after) <= errors(before) - gone;
}

/** Everything that `runbook fmt --fix` would write. */
function fixAll({ uri, source, page }: OpenPage): readonly CodeAction[] {
  const formatted = format(source, { arrows: false, fix: true });
  const edit = 'text' in formatted ? changeTo(page.lines, formatted.text) : undefined;
  if (edit === undefined) return [];
  const title = 'Write everything in the standard form (runbook fmt --fix)';
  return [{ title, kind: CodeActionKind.SourceFixAll, edit: { changes: { [uri]: [edit] } } }];
}
