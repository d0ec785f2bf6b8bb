import type { Point, Span } from '../model/source.ts';
import { type Lines, lineAt, lineText, pointAt, pointOf } from './lines.ts';

/**
 * The body of a fence as it will run: without the indentation and quote marks of the list or quote it stands in, `\n`
 * line ends. `starts` are offsets of its lines in `text`, `places` where each of them begins in the file.
 */
export type BlockText = {
  readonly file: string;
  readonly text: string;
  readonly starts: readonly number[];
  readonly places: readonly Place[];
  /** The one place that all of it has, when it isn't text of the page. */
  readonly whole?: Span;
};

type Place = Point & { readonly invented: number };

/** Lays the value of a fence over the lines of the file, of which `firstLine` is the one below the opening fence. */
export function blockText(lines: Lines, value: string, firstLine: number): BlockText {
  const rows = value.split(/\r\n|\r|\n/);
  const starts: number[] = [];
  const places: Place[] = [];
  let at = 0;
  for (const [index, row] of rows.entries()) {
    starts.push(at);
    at += row.length + 1;
    places.push(placeOf(lines, firstLine + index, row));
  }
  return { file: lines.file, text: rows.join('\n'), starts, places };
}

/**
 * A body's line is the end of the file's line. Where Markdown turned part of a tab into blanks, those blanks are
 * `invented`: they stand at no place of their own.
 */
function placeOf(lines: Lines, line: number, row: string): Place {
  if (line > lines.starts.length) return { ...pointOf(lines, lines.text.length), invented: 0 };
  const written = lineText(lines, line);
  const found = written.endsWith(row) ? row : row.trimStart();
  const column = Math.max(0, written.length - found.length);
  return { ...pointAt(lines, line, column + 1), invented: row.length - found.length };
}

/** The point in the file of an offset in the body. */
function pointIn(block: BlockText, offset: number): Point {
  const index = lineAt(block.starts, offset);
  const { invented, ...place } = block.places[index] ?? { line: 1, column: 1, offset: 0, invented: 0 };
  const start = block.starts[index] ?? 0;
  const length = (block.starts[index + 1] ?? block.text.length + 1) - 1 - start;
  const along = Math.max(0, Math.min(offset - start, length) - invented);
  return { line: place.line, column: place.column + along, offset: place.offset + along };
}

/** The span in the file between two offsets in the body. */
export function spanIn(block: BlockText, from: number, to: number): Span {
  if (block.whole) return block.whole;
  return { file: block.file, start: pointIn(block, from), end: pointIn(block, to) };
}
