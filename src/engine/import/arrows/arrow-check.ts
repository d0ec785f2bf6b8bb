import { parsePattern } from '../../expectations/pattern.ts';
import type { Check } from '../directive-line.ts';

/** An arrow comment: `# → TEXT`, `# -> TEXT`, `# => TEXT`. */
const arrow = /^#+\s*(?:→|⇒|➜|⟶|[-=]+>)\s*(\S.*)$/u;

/** What stands behind the arrow of a comment; undefined when it has none. */
export function arrowText(comment: string): string | undefined {
  return arrow.exec(comment)?.[1]?.trimEnd();
}

/**
 * What an arrow's text expects. Parentheses at its end are a note; column gaps or several `key=value` fields make it a
 * row. Undefined when it says nothing but a note.
 */
export function arrowCheck(text: string): Check | undefined {
  const [, wholly] = /^\(([^()]*)\)$/.exec(text) ?? [];
  if (wholly !== undefined) return saysNothing(wholly) ? { text: 'no output' } : undefined;
  const [, before = text, inside] = text.length > longest ? [] : (trailingNote.exec(text) ?? []);
  const noted = inside !== undefined && !hasNote(before);
  const shown = noted ? before : text;
  const pattern = (noted ? `${before} — ${inside}` : text).replace(/\s+/g, ' ').trim();
  if (parsePattern(pattern).parts.every(({ kind }) => kind === 'gap' || kind === 'blanks')) return undefined;
  if (saysNothing(patternOf(pattern))) return { text: pattern.replace(patternOf(pattern), 'no output') };
  return isRow(noteFree(shown)) ? { words: 'row', text: pattern } : { text: pattern };
}

/** Columns of a comment in the shape of a table; undefined when it has no such shape. */
export function tableColumns(comment: string): number | undefined {
  const text = noteFree(comment.replace(/^#+\s?/, '')).trim();
  const columns = text.split(/\s{2,}|\t+/).length;
  return columns < 2 || text.includes('://') ? undefined : columns;
}

/** The row that a line of a commented table expects. */
export function rowCheck(comment: string): Check {
  const text = comment.replace(/^#+\s*/, '');
  return { words: 'row', text: text.replace(/\s+/g, ' ').trim() };
}

/** Whether a comment has a note behind `←`. */
export function hasReaderNote(comment: string): boolean {
  return /\s←(?:\s|$)/u.test(comment);
}

/** Longer texts are no notes of a person, and looking through them takes time. */
const longest = 1000;

/** The last parentheses of a text, with parentheses in them at most once. */
const trailingNote = /^(.*\S)\s+\(((?:[^()]|\([^()]*\))*)\)$/;

function hasNote(text: string): boolean {
  return /\s[—←](?:\s|$)/u.test(text);
}

function noteFree(text: string): string {
  return text.replace(/\s[—←](?:\s.*)?$/u, '');
}

function patternOf(text: string): string {
  return parsePattern(text).text;
}

function saysNothing(text: string): boolean {
  return /^(?:no output|nothing|empty|prints nothing)$/i.test(text.trim());
}

function isRow(text: string): boolean {
  const pairs = text.match(/(?:^|\s)[\w.-]+=\S+/g) ?? [];
  return /\S(?:\s{2,}|\t)\S/.test(text) || pairs.length > 1;
}
