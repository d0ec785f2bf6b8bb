import { parsePattern } from '../../expectations/pattern.ts';
import { isPlain } from '../as-pattern.ts';
import { anyLine, type ExpectedLine, escapedRegex } from './expected-line.ts';

type Part = { readonly kind: 'text' | 'any' | 'one'; readonly text: string };

/**
 * A line that a glob describes: `*` is anything, `?` one character, `\` takes their meaning away. With no more than
 * `*` in it the pattern has `...` there; else it becomes a regular expression.
 */
export function globLine(glob: string): ExpectedLine {
  const parts = partsOf(glob);
  if (parts.every(({ kind }) => kind === 'any')) return anyLine;
  const plain = parts.every(
    ({ kind, text }) => kind === 'any' || (kind === 'text' && (text.trim() === '' || isPlain(text))),
  );
  const pattern = parts.map(({ kind, text }) => (kind === 'any' ? '...' : text)).join('');
  // Dots beside a gap would be taken for part of it.
  if (plain && !/\.{4}/.test(pattern) && !parsePattern(pattern).quoted)
    return { kind: 'pattern', text: pattern };
  const source = parts.map(({ kind, text }) =>
    kind === 'any' ? '.*' : kind === 'one' ? '.' : escapedRegex(text),
  );
  return { kind: 'regex', source: `^${source.join('')}$` };
}

function partsOf(glob: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [piece] of glob.matchAll(/\\[\\*?]|\*+|\?|[^\\*?]+|\\/g)) {
    if (piece.startsWith('*')) parts.push({ kind: 'any', text: piece });
    else if (piece === '?') parts.push({ kind: 'one', text: piece });
    else parts.push({ kind: 'text', text: /^\\[\\*?]$/.test(piece) ? piece.slice(1) : piece });
  }
  return parts;
}
