import type { Point, Span } from '../model/source.ts';

/**
 * The lines of a file, for turning line and column into offsets and back. Line ends are `\n`, `\r\n` and `\r`, as in
 * Markdown; a byte order mark is not part of the first line.
 */
export type Lines = {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly starts: readonly number[];
};

export function readLines(file: string, text: string): Lines {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return { file, text, starts };
}

/** The text of a line, 1-based, without its end. */
export function lineText(lines: Lines, line: number): string {
  const start = lines.starts[line - 1] ?? lines.text.length;
  const end = lines.starts[line] ?? lines.text.length;
  return lines.text.slice(start, end).replace(/[\r\n]+$/, '');
}

/** The point at a line and column, both 1-based. Markdown's own offsets leave a byte order mark out; these don't. */
export function pointAt(lines: Lines, line: number, column: number): Point {
  const offset = (lines.starts[line - 1] ?? lines.text.length) + column - 1;
  return { line, column, offset: Math.min(offset, lines.text.length) };
}

/** The point of an offset. */
export function pointOf(lines: Lines, offset: number): Point {
  const line = lineAt(lines.starts, offset);
  return { line: line + 1, column: Math.max(0, offset - (lines.starts[line] ?? 0)) + 1, offset };
}

/** The span between two offsets. */
export function spanOf(lines: Lines, from: number, to: number): Span {
  return { file: lines.file, start: pointOf(lines, from), end: pointOf(lines, to) };
}

/** The index of the last start that is not behind the offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
