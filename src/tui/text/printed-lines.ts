import { type Line, type Span, span } from './line.ts';
import { safe } from './safe.ts';
import { afterSgr, type Look, styleOf } from './sgr.ts';
import { cells } from './width.ts';

/** Characters of one line that are looked at; nobody reads further in a window. */
const longestLine = 4_000;

/**
 * Escape sequences: CSI, whose `m` sets colours; strings to the terminal (titles, links, clipboard), which end at the
 * end of a line at the latest; and single ones. 8-bit forms are control characters, which `safe` drops.
 */
const sequence =
  /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b(?:\[[0-?]*[ -/]*|[ -/]*[0-~]?)/g;

const tabStop = 8;

/**
 * What a command printed as a reader sees it on a terminal: colours stay, of a line overwritten by carriage returns
 * only what stood there last (as expectations read it), and nothing else of it reaches the terminal.
 */
export function printedLines(text: string): readonly Line[] {
  let look: Look = {};
  const lines = text.split('\n').map((written) => {
    const drawn = readLine(lastDrawn(written), look);
    look = drawn.look;
    return drawn.line;
  });
  while (lines.length > 0 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

function lastDrawn(line: string): string {
  if (!line.includes('\r')) return line;
  const shown = line.replace(/\r+$/, '');
  return shown.slice(shown.lastIndexOf('\r') + 1);
}

function readLine(written: string, before: Look): { readonly line: Line; readonly look: Look } {
  const text = written.length > longestLine ? `${written.slice(0, longestLine)}…` : written;
  const line: Span[] = [];
  let look = before;
  let column = 0;
  let at = 0;
  const add = (piece: string): void => {
    const shown = drawn(piece, column);
    column += cells(shown);
    if (shown !== '') line.push(span(shown, styleOf(look)));
  };
  for (const match of text.matchAll(sequence)) {
    add(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm' && /^[\d;:]*$/.test(match[1] ?? '')) look = afterSgr(look, match[1] ?? '');
  }
  add(text.slice(at));
  return { line: withoutBlankEnd(line), look };
}

/** Tabs as blanks up to the next stop, a backspace takes what stands before it away. */
function drawn(piece: string, column: number): string {
  let text = piece;
  while (/[^\u0008]\u0008/u.test(text)) text = text.replace(/[^\u0008]\u0008/gu, '');
  if (!text.includes('\t')) return safe(text);
  return text
    .split('\t')
    .map(safe)
    .reduce((row, next) => row + ' '.repeat(tabStop - ((column + cells(row)) % tabStop)) + next);
}

function withoutBlankEnd(line: Line): Line {
  const last = line.at(-1);
  if (last === undefined || last.style !== '' || !/\s$/.test(last.text)) return line;
  const text = last.text.trimEnd();
  return text === '' ? withoutBlankEnd(line.slice(0, -1)) : [...line.slice(0, -1), span(text)];
}
