import { type Line, plainText, span } from './line.ts';
import { cells, width } from './width.ts';

const gap = 2;

/**
 * Lines with the columns of a table closed up when it is wider than `room`: most commands leave more space between
 * columns than a narrow terminal has. Lines in several styles, and all others, stay as they are.
 */
export function fitTables(lines: readonly Line[], room: number): readonly Line[] {
  const tables = lines.map((line) => (isTableRow(line) ? cellsOf(line) : undefined));
  const isTooWide = lines.some((line, index) => tables[index] !== undefined && width(line) > room);
  if (!isTooWide) return lines;
  const widths = new Map<number, number>();
  for (const row of tables) {
    for (const [column, cell] of row?.entries() ?? []) {
      widths.set(column, Math.max(widths.get(column) ?? 0, cells(cell)));
    }
  }
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

function closedUp(row: readonly string[], widths: ReadonlyMap<number, number>): string {
  return row
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths.get(column) ?? 0) - cells(cell))))
    .join(' '.repeat(gap))
    .trimEnd();
}
