import { type Line, plainText } from '../text/line.ts';

/** One row of a document, the statement that it is about, and whether it says what that came to. */
export type Row = { readonly line: Line; readonly statement?: string; readonly result?: boolean };

const blankRow: Row = { line: [] };

export function rowsOf(lines: readonly Line[]): readonly Row[] {
  return lines.map((line) => ({ line }));
}

/** Rows with something before each: `first` before the first, `others`, as wide, before the rest. */
export function indented(rows: readonly Row[], first: Line, others: Line = first): readonly Row[] {
  return rows.map((row, index) => {
    const before = index === 0 ? first : others;
    const isBlank = row.line.length === 0 && plainText(before).trim() === '';
    return isBlank ? row : { ...row, line: [...before, ...row.line] };
  });
}

/** Groups of rows with one blank row between them; empty groups leave no trace. */
export function apart(groups: readonly (readonly Row[])[]): readonly Row[] {
  return groups
    .filter((rows) => rows.length > 0)
    .flatMap((rows, index) => (index === 0 ? rows : [blankRow, ...rows]));
}
