import type { Edit } from '../format/edits.ts';
import type { Expectation } from '../model/runbook.ts';
import { type Lines, lineText, readLines } from '../parse/lines.ts';

/** A row of the new body: `from` is the old row that it stands for, `fresh` that it isn't as it was. */
export type NewRow = { readonly text: string; readonly from?: number; readonly fresh: boolean };

/** The edits that give a fence another body. Rows that stay are not touched; new ones stand where the others do. */
export function bodyEdits(
  { span, text: body }: Expectation,
  text: string,
  rows: readonly NewRow[],
): readonly Edit[] {
  const lines = readLines(span.file, text);
  const first = span.start.line + 1;
  const old = body.split('\n');
  const kept = new Map(rows.flatMap((row) => (row.from === undefined ? [] : [[row.from, row] as const])));
  const changes = old.flatMap((written, index): readonly Edit[] => {
    const row = kept.get(index);
    if (row === undefined) return [removal(lines, first + index)];
    return row.fresh ? [replacement(lines, first + index, { written, text: row.text })] : [];
  });
  return [...changes, ...additions(lines, first, { rows, old })];
}

function removal({ starts, text }: Lines, line: number): Edit {
  return { from: starts[line - 1] ?? text.length, to: starts[line] ?? text.length, text: '' };
}

/** Replaces what stands between the blanks at both ends of a row. */
function replacement(
  lines: Lines,
  line: number,
  row: { readonly written: string; readonly text: string },
): Edit {
  const whole = lineText(lines, line);
  const code = row.written.trim();
  const from = (lines.starts[line - 1] ?? 0) + whole.trimEnd().length - code.length;
  return { from, to: from + code.length, text: row.text };
}

type Body = { readonly rows: readonly NewRow[]; readonly old: readonly string[] };

/** New rows stand below the row before them, or above the first one. */
function additions(lines: Lines, first: number, { rows, old }: Body): readonly Edit[] {
  const edits: Edit[] = [];
  let above = -1;
  for (const { text, from } of rows) {
    if (from !== undefined) above = from;
    else {
      const at = lines.starts[first + above] ?? lines.text.length;
      edits.push({ from: at, to: at, text: prefixOf(lines, first, old) + text + lineEnd(lines, first) });
    }
  }
  return edits;
}

/** What stands before a row of the body: marks of quotes, blanks of lists. */
function prefixOf(lines: Lines, first: number, old: readonly string[]): string {
  const index = Math.max(
    0,
    old.findIndex((row) => row.trim() !== ''),
  );
  const whole = lineText(lines, first + index);
  return whole.slice(0, whole.length - (old[index] ?? '').trimStart().length);
}

function lineEnd({ text, starts }: Lines, first: number): string {
  const start = starts[first - 1] ?? 0;
  return /(?:\r\n|\r|\n)$/.exec(text.slice(0, start))?.[0] ?? '\n';
}
