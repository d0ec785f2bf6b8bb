import { type Line, plainText, span } from './line.ts';
import { cells, width } from './width.ts';

const gap = 2;

/**
 * Lines with the columns of a table closed up when it is wider than `room`: most commands leave more space between
 * columns than a narrow terminal has. Lines in several styles, and all others, stay as they are.
 */
export function fitTables(lines: readonly Line[], room: number): readonly Line[] {
  const tables = lines.map((line) => (isTableRow(line) ? cellsOf(line) : undefined));
  if (!lines.some((line, index) => tables[index] !== undefined && width(line) > room)) return lines;
  // A cell that is too long for its column runs into the next: such a row has fewer cells, and says nothing of widths.
  const columns = Math.max(...tables.map((row) => row?.length ?? 0));
  const whole = tables.filter((row) => row?.length === columns);
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...whole.map((row) => cells(row?.[column] ?? ''))),
  );
  return lines.map((line, index) => {
    const row = tables[index];
    return row === undefined ? line : [span(closedUp(row, widths), line[0]?.style)];
  });
}

function isTableRow(line: Line): boolean {
  return line.every(({ style }) => style === line[0]?.style) && cellsOf(line).length > 2;
}

function cellsOf(line: Line): readonly string[] {
  return plainText(line).trimEnd().split(/ {2,}/);
}

function closedUp(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - cells(cell))))
    .join(' '.repeat(gap))
    .trimEnd();
}
