import { parsePattern } from '../../expectations/pattern.ts';
import type { Check } from './check-line.ts';

/** An arrow comment: `# → TEXT`, `# -> TEXT`, `# => TEXT`. */
const arrow = /^#+\s*(→|⇒|➜|⟶|[-=]+>)\s*(\S.*)$/u;

/** The arrow of a comment, and what stands behind it; undefined when it has none. */
export function arrowOf(comment: string): { readonly text: string; readonly ascii: boolean } | undefined {
  const [, mark, text] = arrow.exec(comment) ?? [];
  return mark === undefined || text === undefined
    ? undefined
    : { text: text.trimEnd(), ascii: mark.endsWith('>') };
}

/**
 * What an arrow's text expects. Parentheses at its end are a note; column gaps or several `key=value` fields make it a
 * row. Undefined when nothing in it can be checked: it is only a note or `...`, or says in prose what should be.
 */
export function arrowCheck(text: string): Check | undefined {
  const whole = /^\(([^()]*)\)$/.exec(text)?.[1];
  if (whole !== undefined) return meansSilence(whole) ? { text: 'no output' } : undefined;
  if (/^(?:you\s+)?(?:should|must|will)\b/i.test(text)) return undefined;
  const { pattern, note } = splitNote(text);
  if (parsePattern(pattern).parts.every(({ kind }) => kind === 'gap' || kind === 'blanks')) return undefined;
  if (meansSilence(pattern)) return { text: `no output${note}` };
  if (parsePattern(pattern).quoted) return { text: pattern + note };
  return { ...(isRow(pattern) ? { words: 'row' } : {}), text: singleBlanks(pattern) + note };
}

/** Columns of a comment in the shape of a table; undefined when it has no such shape. */
export function tableColumns(comment: string): number | undefined {
  const { pattern } = splitNote(tableText(comment));
  const columns = pattern.split(columnGap).length;
  return columns < 2 || pattern.includes('://') ? undefined : columns;
}

/** The row that a line of a commented table expects. */
export function rowCheck(comment: string): Check {
  const { pattern, note } = splitNote(tableText(comment));
  return { words: 'row', text: singleBlanks(pattern) + note };
}

/** Whether a comment has a note behind `←`. */
export function hasReaderNote(comment: string): boolean {
  return /\s←(?:\s|$)/u.test(comment);
}

const columnGap = /\s{2,}|\t/;

function tableText(comment: string): string {
  return comment.replace(/^#+\s*/, '').trim();
}

function isRow(pattern: string): boolean {
  const pairs = pattern.match(/(?:^|\s)[\w.-]+=\S+/g) ?? [];
  return columnGap.test(pattern) || pairs.length > 1;
}

function meansSilence(text: string): boolean {
  return /^(?:no output|nothing|empty|prints nothing)$/i.test(text.trim());
}

function singleBlanks(text: string): string {
  return text.replace(/\s+/g, ' ');
}

type Split = { readonly pattern: string; readonly note: string };

/**
 * A text without its note, and the note as it will be written: behind a dash or a small arrow, or in parentheses at the
 * end. Marks inside those parentheses, or in quotes at the start, are no marks.
 */
function splitNote(text: string): Split {
  const quotes = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0].length ?? 0;
  const mark = /(?:^|\s)([—←])(?=\s|$)/u.exec(text.slice(quotes));
  const marked = mark ? quotes + mark.index : text.length;
  const opening = noteInParentheses(text);
  if (opening !== undefined && opening < marked) {
    return { pattern: text.slice(0, opening).trim(), note: noteOf('—', text.slice(opening + 1, -1)) };
  }
  const note = noteOf(mark?.[1] ?? '', text.slice(marked).trim().slice(1));
  return { pattern: text.slice(0, marked).trim(), note };
}

function noteOf(mark: string, text: string): string {
  return text.trim() === '' ? '' : ` ${mark} ${singleBlanks(text.trim())}`;
}

/** Where the parentheses begin that the text ends with, if something and a blank stand before them. */
function noteInParentheses(text: string): number | undefined {
  if (!text.endsWith(')')) return undefined;
  let depth = 0;
  for (let at = text.length - 1; at > 0; at -= 1) {
    const character = text.charAt(at);
    depth += character === ')' ? 1 : character === '(' ? -1 : 0;
    if (depth === 0) return /\s/.test(text.charAt(at - 1)) ? at : undefined;
  }
  return undefined;
}
