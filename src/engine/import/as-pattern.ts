import { parsePattern } from '../expectations/pattern.ts';
import { kindOfText } from '../expectations/registry.ts';

/** A pattern that means these characters and nothing else: quoted when a character would have a meaning. */
export function literalPattern(text: string): string {
  return isPlain(text) ? text : quotedPattern(text);
}

/** Whether a text as a pattern is just its characters: no note, no gap, no phrase, no quotes around it. */
export function isPlain(text: string): boolean {
  const pattern = parsePattern(text);
  const plain = pattern.parts.every(({ kind }) => kind === 'literal' || kind === 'blanks');
  return plain && !pattern.quoted && pattern.text === text.trim() && kindOfText(text).name === 'text';
}

/**
 * A line of an `output` fence that means these characters. What was printed is right there as it stands; only a gap or
 * a variable would be read.
 */
export function literalLine(text: string): string {
  const isRead = parsePattern(text).parts.some(({ kind }) => kind === 'gap' || kind === 'variable');
  return isRead ? quotedPattern(text) : text;
}

/** Blanks around it stay outside of the quotes: how far a line is indented is not compared. */
function quotedPattern(text: string): string {
  const indent = text.slice(0, text.length - text.trimStart().length);
  return `${indent}"${text.trim().replace(/[\\"]/g, '\\$&')}"`;
}
