import type { Table } from 'mdast';
import { type Line, restyled, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { clipped, width } from '../text/width.ts';
import { type InlineOptions, inline } from './inline.ts';
import { type Row, rowsOf } from './row.ts';

const gap = 2;

/** A table in columns, its head in bold; columns that don't fit give way, the widest first. */
export function tableRows(table: Table, room: number, options: InlineOptions): readonly Row[] {
  const cells = table.children.map((row) => row.children.map((cell) => inline(cell.children, options)));
  const widths = fitting(columnWidths(cells), room);
  const lines = cells.map((row, index) => {
    const line = row.flatMap((cell, column) =>
      column === row.length - 1 ? clipped(cell, widths[column] ?? 0) : padded(cell, widths[column] ?? 0),
    );
    return index === 0 ? restyled(line, styles.strong) : line;
  });
  return rowsOf(lines.map((line) => clipped(line, room)));
}

function padded(cell: Line, room: number): Line {
  const shown = clipped(cell, room);
  return [...shown, span(' '.repeat(Math.max(0, room - width(shown)) + gap))];
}

function columnWidths(cells: readonly (readonly Line[])[]): readonly number[] {
  const columns = Math.max(0, ...cells.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) =>
    Math.max(1, ...cells.map((row) => width(row[column] ?? []))),
  );
}

function fitting(widths: readonly number[], room: number): readonly number[] {
  const total = widths.reduce((sum, wide) => sum + wide + gap, -gap);
  const widest = Math.max(...widths);
  if (total <= room || widest <= 4) return widths;
  const at = widths.indexOf(widest);
  return fitting(widths.with(at, Math.max(4, widest - (total - room))), room);
}
