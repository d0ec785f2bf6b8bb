import { type Line, plainText, type Span, span } from './line.ts';
import { rows, split, width } from './width.ts';

/** A word, in the pieces in which its style changes, and the blank before it. */
type Word = { readonly parts: Span[]; readonly blank: string };

/**
 * Text laid into rows of `room` columns, broken between words; `\n` breaks as well. A word longer than a row is cut.
 */
export function wrapped(text: Line, room: number): readonly Line[] {
  return paragraphs(text).flatMap((paragraph) => wrapWords(wordsOf(paragraph), Math.max(1, room)));
}

/** One written line in rows of `room` columns, the others as far indented as the line is, or as far as `hang` says. */
export function wrappedLine(line: Line, room: number, hang?: number): readonly Line[] {
  const written = plainText(line);
  const indent = /^ */.exec(written)?.[0].length ?? 0;
  const under = Math.min(hang ?? indent, Math.floor(room / 2));
  if (width(line) <= room) return [line];
  if (indent >= room) return rows(line, room);
  const [head, rest] = split(line, under);
  const blank = span(' '.repeat(under));
  return wrapped(rest, room - under).map((row, index) =>
    index === 0 ? [...head, ...row] : under === 0 ? row : [blank, ...row],
  );
}

/** Lines with a text before the first and another one, as wide, before the others. */
export function hung(lines: readonly Line[], first: Line, others: Line): readonly Line[] {
  return lines.map((line, index) => [...(index === 0 ? first : others), ...line]);
}

function wrapWords(words: readonly Word[], room: number): readonly Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { parts, blank } of words) {
    const wide = width(parts);
    if (used > 0 && used + blank.length + wide > room) {
      lines.push([]);
      used = 0;
    }
    const line = lines.at(-1) ?? [];
    if (used > 0 && blank !== '') line.push(span(blank, blankStyle(line.at(-1), parts[0])));
    const [head = [], ...more] = rows(parts, room);
    line.push(...head);
    for (const row of more) lines.push([...row]);
    used = width(lines.at(-1) ?? []);
  }
  return lines.map(joined);
}

/** A blank between two words of one style belongs to them: an underline goes through. */
function blankStyle(before: Span | undefined, after: Span | undefined): string {
  return before !== undefined && before.style === after?.style ? before.style : '';
}

function wordsOf(line: Line): readonly Word[] {
  const words: { parts: Span[]; blank: string }[] = [];
  let blank = '';
  let open = false;
  for (const { text, style } of line) {
    for (const [piece] of text.matchAll(/\s+|\S+/g)) {
      if (/^\s/.test(piece)) {
        blank = piece;
        open = false;
      } else if (open) words.at(-1)?.parts.push(span(piece, style));
      else {
        words.push({ parts: [span(piece, style)], blank });
        open = true;
        blank = '';
      }
    }
  }
  return words;
}

function paragraphs(line: Line): readonly Line[] {
  const made: Span[][] = [[]];
  for (const { text, style } of line) {
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) made.push([]);
      if (piece !== '') made.at(-1)?.push(span(piece, style));
    }
  }
  return made;
}

/** Neighbours of one style become one span. */
function joined(line: Line): Line {
  const made: Span[] = [];
  for (const part of line) {
    const last = made.at(-1);
    if (last?.style === part.style) made[made.length - 1] = span(last.text + part.text, part.style);
    else made.push(part);
  }
  return made;
}
