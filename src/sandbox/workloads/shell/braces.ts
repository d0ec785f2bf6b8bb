import type { Word } from 'unbash';
import type { Scope } from './scope.ts';

/** A word as the words that its braces make of it, in shells that know them: `{a,b}` and `{1..3}`. */
export function braceWords(word: Word, { shell }: Scope): readonly Word[] {
  const at = word.parts?.findIndex((part) => part.type === 'BraceExpansion') ?? -1;
  const part = word.parts?.[at];
  if (shell.name !== 'bash' || !word.parts || !part) return [word];
  const { parts } = word;
  return alternatives(part.text).flatMap((text) => {
    const literal = { type: 'Literal' as const, pos: part.pos, end: part.end, value: text, text };
    return braceWords({ ...word, parts: parts.with(at, literal) }, { shell } as Scope);
  });
}

function alternatives(text: string): readonly string[] {
  const inside = text.slice(1, -1);
  const range = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inside);
  if (range) return rangeOf(range[1] ?? '', range[2] ?? '', Number(range[3] ?? 1));
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of inside) {
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
  }
  return parts.flatMap((part) => {
    const [, before = '', nested, after = ''] = /^(.*?)(\{.*\})(.*)$/.exec(part) ?? [];
    return nested ? alternatives(nested).map((one) => before + one + after) : [part];
  });
}

/** How many words one range may make. */
const mostWords = 100_000;

function rangeOf(from: string, to: string, step: number): readonly string[] {
  const isNumber = /\d/.test(from);
  const code = (text: string): number => (isNumber ? Number(text) : text.charCodeAt(0));
  const width =
    isNumber && [from, to].some((text) => /^-?0\d/.test(text)) ? Math.max(from.length, to.length) : 0;
  const way = code(to) >= code(from) ? 1 : -1;
  const stride = Math.max(1, Math.abs(step)) * way;
  const words: string[] = [];
  for (let at = code(from); way > 0 ? at <= code(to) : at >= code(to); at += stride) {
    if (words.length >= mostWords) break;
    words.push(isNumber ? String(at).padStart(width, '0') : String.fromCharCode(at));
  }
  return words;
}
