import stringWidth from 'fast-string-width';
import { type Line, type Span, span } from './line.ts';

const printableAscii = /^[ -~]*$/;

/** How many columns a text takes; it has been made safe before. */
export function cells(text: string): number {
  return printableAscii.test(text) ? text.length : stringWidth(text);
}

export function width(line: Line): number {
  return line.reduce((sum, { text }) => sum + cells(text), 0);
}

/** The line, cut to `room` columns; what was cut ends in an ellipsis. */
export function clipped(line: Line, room: number): Line {
  if (width(line) <= room) return line;
  const [head] = split(line, Math.max(0, room - 1));
  return room < 1 ? [] : [...head, span('…', head.at(-1)?.style ?? '')];
}

/** The line with blanks behind it, `room` columns wide at least. */
export function padded(line: Line, room: number): Line {
  return [...line, span(' '.repeat(Math.max(0, room - width(line))))];
}

/** The line and a text at the right end of `room` columns; the line gives way. */
export function spread(line: Line, right: Line, room: number): Line {
  if (right.length === 0) return clipped(line, room);
  const left = clipped(line, Math.max(0, room - width(right) - 2));
  const gap = Math.max(1, room - width(left) - width(right));
  return clipped([...left, span(' '.repeat(gap)), ...right], room);
}

/** Words at the right end of the first row that has room for them; in a row of their own when none has. */
export function withWords(lines: readonly Line[], words: Line, room: number): readonly Line[] {
  if (width(words) === 0) return lines;
  const at = lines.findIndex((line) => width(line) + width(words) + 2 <= room);
  if (at === -1) return [...lines, spread([], words, room)];
  return lines.with(at, spread(lines[at] ?? [], words, room));
}

/** The line in rows of `room` columns at most, wherever it has to be cut. */
export function rows(line: Line, room: number): readonly Line[] {
  const made: Line[] = [];
  let rest = line;
  for (;;) {
    const [head, tail] = split(rest, Math.max(1, room));
    // A character wider than the room would never fit.
    if (head.length === 0 || tail.length === 0) return [...made, rest];
    made.push(head);
    rest = tail;
  }
}

/** The line before and behind a column; a character that stands across it goes behind. */
export function split(line: Line, column: number): readonly [Line, Line] {
  let left = column;
  for (const [index, part] of line.entries()) {
    const wide = cells(part.text);
    if (wide <= left) {
      left -= wide;
      continue;
    }
    const at = offsetAt(part.text, left);
    const head: Span[] = at === 0 ? [] : [span(part.text.slice(0, at), part.style)];
    const tail = span(part.text.slice(at), part.style);
    return [
      [...line.slice(0, index), ...head],
      [tail, ...line.slice(index + 1)],
    ];
  }
  return [line, []];
}

/** Offset of the first character that doesn't fit into `room` columns; marks without width stay with theirs. */
function offsetAt(text: string, room: number): number {
  if (printableAscii.test(text)) return room;
  let used = 0;
  let offset = 0;
  for (const character of text) {
    used += cells(character);
    if (used > room) return offset;
    offset += character.length;
  }
  return offset;
}
