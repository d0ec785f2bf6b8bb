import type { Edit, Range } from '../../format/edits.ts';
import { lineAt } from '../../parse/lines.ts';
import type { Row } from '../fence-source.ts';
import type { ImportSource } from '../import-source.ts';

/** The lines of a shell block in the source, with the edits that change them. Offsets are in its joined text. */
export type ShellRows = {
  readonly text: string;
  /** The index of the row that an offset stands in. */
  rowAt(offset: number): number;
  /** Where a stretch of one row stands in the source. */
  placeOf(from: number, to: number): Range;
  /** Puts a line in place of a row from an offset on; the blanks before it stay. */
  replace(offset: number, line: string): Edit;
  /** Cuts a row's end away, from an offset on, with the blanks before it. */
  cut(offset: number): Edit;
  /** Takes a whole line away, with the end of the line above: it is never the first one. */
  remove(offset: number): Edit;
  /** Adds lines below a row. */
  insertBelow(row: number, lines: readonly string[]): Edit;
};

/** `prefix` is what stands before each row of the block. */
export function shellRows(rows: readonly Row[], prefix: string, { lineEnd }: ImportSource): ShellRows {
  const starts: number[] = [];
  let at = 0;
  for (const { text } of rows) {
    starts.push(at);
    at += text.length + 1;
  }
  const rowAt = (offset: number) => lineAt(starts, offset);
  const find = (offset: number) => {
    const row = rows[rowAt(offset)] ?? { text: '', from: 0, to: 0 };
    const along = offset - (starts[rowAt(offset)] ?? 0);
    // Where Markdown made blanks of a tab, the row's text is longer than its stretch of the source.
    return { row, place: Math.max(row.from, row.to - (row.text.length - along)), along };
  };
  return {
    text: rows.map(({ text }) => text).join('\n'),
    rowAt,
    placeOf: (from, to) => ({
      from: find(from).place,
      to: find(Math.max(from, to - 1)).place + (to > from ? 1 : 0),
    }),
    replace: (offset, line) => {
      const { row, place } = find(offset);
      return { from: place, to: row.to, text: line };
    },
    cut: (offset) => {
      const { row, place, along } = find(offset);
      const blanks = /\s*$/.exec(row.text.slice(0, along))?.[0].length ?? 0;
      return { from: place - blanks, to: row.to, text: '' };
    },
    remove: (offset) => {
      const index = rowAt(offset);
      return { from: rows[index - 1]?.to ?? 0, to: rows[index]?.to ?? 0, text: '' };
    },
    insertBelow: (index, added) => {
      const end = rows[index]?.to ?? 0;
      return { from: end, to: end, text: added.map((line) => `${lineEnd}${prefix}${line}`).join('') };
    },
  };
}
