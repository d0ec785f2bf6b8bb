import { styleText } from 'node:util';
import stringWidth from 'fast-string-width';
import type { Span } from '../model/source.ts';
import { visibleText } from './printable.ts';

/** `columns` is the width that lines are cut to, their number included. */
export type CodeFrameOptions = { readonly color: boolean; readonly columns?: number };

/**
 * The source around a span: the line before, the line itself and a caret under each character of the span, as far as
 * it stands on that line. Tabs are drawn as two spaces, control characters as symbols, long lines cut around the span.
 */
export function codeFrame(text: string, span: Span, options: CodeFrameOptions): string {
  const number = span.start.line;
  const [before, written] = linesAt(text, span.start.offset);
  const line = written.replace(number === 1 ? /^\uFEFF/ : /^$/, '');
  const width = String(number).length;
  const room = Math.max(20, (options.columns ?? 100) - width - 5);
  const end = span.end.line > number ? line.length : span.end.column - 1;
  const view = cut(line, { from: span.start.column - 1, to: Math.max(end, span.start.column) }, room);
  const gutter = (label: string) => dim(`  ${label.padStart(width)} | `, options.color);
  return [
    ...(before === undefined
      ? []
      : [gutter(String(number - 1)) + cut(before, { from: 0, to: 0 }, room).text]),
    gutter(String(number)) + view.text,
    gutter('') + ' '.repeat(view.indent) + caret('^'.repeat(view.length), options.color),
  ].join('\n');
}

/** The line of an offset and the one before it, found from there: of many diagnostics each shows a piece of a long text. */
function linesAt(text: string, offset: number): readonly [before: string | undefined, line: string] {
  const start = startOfLine(text, offset);
  if (start === 0) return [undefined, lineFrom(text, 0)];
  const end = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
  return [lineFrom(text, startOfLine(text, end)), lineFrom(text, start)];
}

function startOfLine(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  while (at > 0 && !isEnd(text.charAt(at - 1))) at -= 1;
  return at;
}

function lineFrom(text: string, start: number): string {
  let end = start;
  while (end < text.length && !isEnd(text.charAt(end))) end += 1;
  return text.slice(start, end);
}

function isEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

type Range = { readonly from: number; readonly to: number };
type View = { readonly text: string; readonly indent: number; readonly length: number };

/** The part of a line that fits into `room` columns and shows the range's start; the range in columns of it. */
function cut(line: string, range: Range, room: number): View {
  const lead = visibleText(line.slice(0, range.from));
  const marked = visibleText(line.slice(range.from, range.to));
  const rest = visibleText(line.slice(range.to));
  if (stringWidth(lead + marked + rest) <= room) {
    return {
      text: lead + marked + rest,
      indent: stringWidth(lead),
      length: Math.max(1, stringWidth(marked)),
    };
  }
  const shownLead = stringWidth(lead) > room / 3 ? `…${endOf(lead, Math.floor(room / 3))}` : lead;
  const left = room - stringWidth(shownLead);
  const shownMarked = startOf(marked, left);
  const text = shownLead + startOf(marked + rest, left);
  return { text, indent: stringWidth(shownLead), length: Math.max(1, stringWidth(shownMarked)) };
}

function startOf(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  let shown = '';
  for (const character of text) {
    if (stringWidth(shown + character) > room - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

function endOf(text: string, room: number): string {
  const characters = [...text.slice(-room)];
  while (stringWidth(characters.join('')) > room - 1) characters.shift();
  return characters.join('');
}

function dim(text: string, color: boolean): string {
  return color ? styleText('dim', text, { validateStream: false }) : text;
}

function caret(text: string, color: boolean): string {
  return color ? styleText(['red', 'bold'], text, { validateStream: false }) : text;
}
