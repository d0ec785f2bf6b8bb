import { arrowOf, hasReaderNote } from '../../format/arrows/arrow-check.ts';
import { type Lines, lineText } from '../../parse/lines.ts';
import { type OpenCheck, openCheck } from '../command-end.ts';
import { isCommandLine } from './command-line.ts';

/** Lines of a plain text that belong together; 1-based, `last` inclusive. */
export type Part = { readonly kind: 'commands' | 'paragraph'; readonly first: number; readonly last: number };

/** Cuts a plain text into paragraphs and stretches of shell commands with the comments around them. */
export function readPlainText(lines: Lines): readonly Part[] {
  const texts = Array.from({ length: lines.starts.length }, (_, index) => lineText(lines, index + 1));
  const isOpen = openCheck(lines.text.length);
  const parts: Part[] = [];
  for (let index = 0; index < texts.length; ) {
    if (blank(texts[index])) {
      index += 1;
      continue;
    }
    const commands = commandsAt(texts, index, isOpen);
    const last = commands ?? paragraphEnd(texts, index);
    parts.push({ kind: commands === undefined ? 'paragraph' : 'commands', first: index + 1, last: last + 1 });
    index = last + 1;
  }
  return parts;
}

type Texts = readonly string[];

function blank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** The last line of the commands that begin at a line, leading comments included; undefined when none do. */
function commandsAt(texts: Texts, start: number, isOpen: OpenCheck): number | undefined {
  const first = afterComments(texts, start);
  if (!isCommandLine(texts[first] ?? '')) return undefined;
  let last = statementEnd(texts, first, isOpen);
  for (;;) {
    const more = continuation(texts, last, isOpen);
    if (more === undefined) return last;
    last = more;
  }
}

/** The first line from `start` on that is no comment. */
function afterComments(texts: Texts, start: number): number {
  let index = start;
  while (/^#(?!#)/.test(texts[index] ?? '')) index += 1;
  return index;
}

/** The end of what still belongs to the commands that end at `last`. */
function continuation(texts: Texts, last: number, isOpen: OpenCheck): number | undefined {
  const next = texts.findIndex((text, index) => index > last && !blank(text));
  if (next < 0 || next - last > 3) return undefined;
  const text = texts[next] ?? '';
  const below = next === last + 1;
  if (isCommandLine(text)) return statementEnd(texts, next, isOpen);
  if (!text.startsWith('#')) return undefined;
  if (arrowOf(text) || (below && hasReaderNote(text))) return next;
  const command = afterComments(texts, next);
  if (isCommandLine(texts[command] ?? '')) return statementEnd(texts, command, isOpen);
  return below ? next : undefined;
}

/** Here-documents aside, what has more lines is no command that a person would type. */
const mostLines = 100;
const mostData = 5000;

/** The last line of the statement that begins at a line: bash is asked when it is complete. */
function statementEnd(texts: Texts, first: number, isOpen: OpenCheck): number {
  const [, word] = /<<-?\s*["'\\]?(\w+)/.exec(texts[first] ?? '') ?? [];
  const data = texts.slice(first + 1, first + 1 + mostData);
  const closing = word === undefined ? -1 : data.findIndex((text) => text.trim() === word);
  const least = first + 1 + closing;
  for (let last = least; last < Math.min(texts.length, least + mostLines); last += 1) {
    if (!isOpen(texts.slice(first, last + 1).join('\n'))) return last;
  }
  let last = first;
  while (texts[last]?.endsWith('\\') && last + 1 < texts.length) last += 1;
  return last;
}

/** A line in the middle of a paragraph begins no command, unless the line above ends in a colon. */
function paragraphEnd(texts: Texts, start: number): number {
  let last = start;
  while (
    !blank(texts[last + 1]) &&
    !(texts[last]?.trimEnd().endsWith(':') && isCommandLine(texts[last + 1] ?? ''))
  ) {
    last += 1;
  }
  return last;
}
