import type { Position, Range, TextEdit } from 'vscode-languageserver/node';
import type { Edit } from '../engine/format/edits.ts';
import type { Point, Span } from '../engine/model/source.ts';
import { type Lines, pointOf } from '../engine/parse/lines.ts';

/** A place as editors count: lines and UTF-16 units from 0. */
function positionOf({ line, column }: Point): Position {
  return { line: line - 1, character: column - 1 };
}

export function rangeOf({ start, end }: Span): Range {
  return { start: positionOf(start), end: positionOf(end) };
}

/** The offset of a place in the text. */
export function offsetOf(lines: Lines, { line, character }: Position): number {
  return Math.min((lines.starts[line] ?? lines.text.length) + character, lines.text.length);
}

/** The range between two offsets. */
function rangeBetween(lines: Lines, from: number, to: number): Range {
  return { start: positionOf(pointOf(lines, from)), end: positionOf(pointOf(lines, to)) };
}

export function textEditOf(lines: Lines, { from, to, text }: Edit): TextEdit {
  return { range: rangeBetween(lines, from, to), newText: text };
}

/** The edit that makes one text of another, without what they have in common at both ends. */
export function changeTo(lines: Lines, after: string): TextEdit | undefined {
  const before = lines.text;
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return textEditOf(lines, {
    from: head,
    to: before.length - tail,
    text: after.slice(head, after.length - tail),
  });
}

/** Whether two ranges have a place in common. */
export function touch(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

/** Whether a place stands in a span, its end included. */
export function isIn(span: Span, offset: number): boolean {
  return span.start.offset <= offset && offset <= span.end.offset;
}
