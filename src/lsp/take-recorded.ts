import type { Range } from 'vscode-languageserver/node';
import type { Edit } from '../engine/format/edits.ts';
import type { Block, Expectation } from '../engine/model/runbook.ts';
import { blocksOf, expectationsOf, statementsOf } from '../engine/model/statements.ts';
import { pointOf } from '../engine/parse/lines.ts';
import { wholeBody } from '../engine/update/fence-body.ts';
import { byForm } from '../engine/update/moving.ts';
import { holedLine } from '../engine/update/output-line.ts';
import type { OpenPage } from './open-page.ts';
import { rangeOf, touch } from './ranges.ts';
import { recordedLines, recordedOf } from './recorded.ts';

type Taken = { readonly title: string; readonly edits: readonly Edit[] };

/**
 * What the record says in the place of expected output: into a fence of it, or as a new fence below a block that checks
 * nothing. What is another each time is left open, and a masked value is never written.
 */
export function recordedOutputs(open: OpenPage, range: Range): readonly Taken[] {
  const { page, record } = open;
  if (record === undefined) return [];
  const own = blocksOf(page.runbook).filter(({ kind, from }) => kind === 'shell' && from === undefined);
  return own.flatMap((block) => {
    const rows = rowsOf(block, open);
    if (rows === undefined) return [];
    const fences = expectationsOf([block]).filter(({ kind }) => kind === 'output');
    const here = fences.find(({ span }) => touch(rangeOf(span), range));
    const title = `Take the output of the record (${record.verified})`;
    if (here) return intoFence(here, open, rows).map((edits) => ({ title, edits }));
    const isBare = expectationsOf([block]).length === 0 && touch(rangeOf(block.span), range);
    return isBare
      ? [{ title: `Expect the output of the record (${record.verified})`, edits: [below(block, open, rows)] }]
      : [];
  });
}

/** What the last command of a block printed then, as lines of a fence. */
function rowsOf(block: Block, { record }: OpenPage): readonly string[] | undefined {
  const last = statementsOf([block]).at(-1);
  const recorded = last && recordedOf(record, last);
  const lines = recorded ? recordedLines(recorded) : [];
  const hides = lines.some((line) => line.includes('***') || /^\s*(?:`{3}|~{3})/.test(line));
  if (hides || lines.every((line) => line.trim() === '')) return undefined;
  return lines.map((line) => (line === '...' ? line : holedLine(line, byForm)));
}

function intoFence(
  fence: Expectation,
  { source }: OpenPage,
  rows: readonly string[],
): readonly (readonly Edit[])[] {
  const edits = wholeBody(fence, source.text, rows);
  return edits === undefined || fence.text.trim() === rows.join('\n').trim() ? [] : [edits];
}

function below({ span }: Block, { page }: OpenPage, rows: readonly string[]): Edit {
  const { lines } = page;
  const at = pointOf(lines, span.end.offset);
  const prefix = lines.text.slice(lines.starts[at.line - 1] ?? 0, lines.starts[at.line] ?? lines.text.length);
  const indent = /^[\s>]*/.exec(prefix)?.[0] ?? '';
  const written = ['', '```output', ...rows, '```'].map((row) => `\n${(indent + row).trimEnd()}`);
  return { from: span.end.offset, to: span.end.offset, text: written.join('') };
}
