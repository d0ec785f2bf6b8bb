import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { lineText } from '../engine/parse/lines.ts';
import type { Choice, Choices } from './completion/choice.ts';
import { commentChoices } from './completion/comments.ts';
import { fenceChoices } from './completion/fence-words.ts';
import { headChoices } from './completion/head.ts';
import { linkChoices } from './completion/links.ts';
import { variableChoices } from './completion/variables.ts';
import { fenceAt, isInHead } from './fences.ts';
import type { OpenPage } from './open-page.ts';

/** What may stand at a place of a page, from the tables by which it is read. */
export function complete(open: OpenPage, { line, character }: Position): readonly CompletionItem[] {
  const found = choicesAt(open, line + 1, lineText(open.page.lines, line + 1).slice(0, character));
  if (found === undefined) return [];
  const start = { line, character: character - found.begun.length };
  return found.choices.map((choice) => itemOf(choice, { start, end: { line, character } }));
}

function choicesAt(open: OpenPage, line: number, before: string): Choices | undefined {
  const { lines } = open.page;
  if (isInHead(lines, line)) return headChoices(open, line, before);
  const fence = fenceAt(lines, line);
  if (fence === undefined) return linkChoices(open, before);
  if (fence.isOpening) return fenceChoices(open, before);
  return variableChoices(open, before) ?? commentChoices(fence, before);
}

function itemOf(
  { label, kind, text = label, detail, documentation }: Choice,
  range: { readonly start: Position; readonly end: Position },
): CompletionItem {
  return {
    label,
    kind,
    textEdit: { range, newText: text },
    filterText: text,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
  };
}
