import { JqError, type Json } from './ast.ts';
import { shown } from './values.ts';

type Match = {
  readonly offset: number;
  readonly length: number;
  readonly string: string;
  readonly captures: readonly {
    readonly offset: number;
    readonly length: number;
    readonly string: string | null;
    readonly name: string | null;
  }[];
};

/** Letters that Oniguruma takes, and what they are here. */
const letters: Readonly<Record<string, string>> = { g: 'g', i: 'i', s: 's', l: '', n: '', x: '' };

/** What a pattern finds in a text. @throws JqError */
export function matches(value: Json, pattern: Json, flags: Json): readonly Match[] {
  if (typeof value !== 'string')
    throw new JqError(`${shown(value)} cannot be matched, as it is not a string`);
  const [source, given] = Array.isArray(pattern) ? [pattern[0], pattern[1] ?? flags] : [pattern, flags];
  if (typeof source !== 'string')
    throw new JqError(`${shown(pattern)} cannot be matched, as it is not a string`);
  const regex = expression(source, String(given ?? ''));
  const isGlobal = String(given ?? '').includes('g');
  const found = [...value.matchAll(regex)].slice(0, isGlobal ? undefined : 1);
  return found.map((match) => matchOf(value, match));
}

function expression(source: string, flags: string): RegExp {
  const known = [...flags].map((letter) => {
    const own = letters[letter];
    if (own === undefined) throw new JqError(`${flags} is not a valid modifier string`);
    return own;
  });
  const text = flags.includes('x')
    ? source.replace(/\\?\s|#.*$/gm, (mark) => (mark.startsWith('\\') ? mark : ''))
    : source;
  try {
    return new RegExp(
      text.replaceAll('[[:alpha:]]', '[A-Za-z]').replaceAll('[[:digit:]]', '[0-9]'),
      [...new Set(['g', 'u', 'd', ...known])].join(''),
    );
  } catch {
    throw new JqError(`${source} (at offset 0) is not a valid regex`);
  }
}

function matchOf(text: string, match: RegExpExecArray): Match {
  const offsetOf = (at: number): number => [...text.slice(0, at)].length;
  const names = Object.keys(match.groups ?? {});
  const spans = match.indices ?? [];
  let named = 0;
  const captures = match.slice(1).map((string: string | undefined, index) => {
    const span = spans[index + 1];
    const name =
      names.find((one) => match.indices?.groups?.[one] === span && span !== undefined) ??
      names[named] ??
      null;
    if (name !== null && name === names[named]) named += 1;
    return {
      offset: span ? offsetOf(span[0]) : -1,
      length: [...(string ?? '')].length,
      string: string ?? null,
      name: names.length ? name : null,
    };
  });
  return { offset: offsetOf(match.index), length: [...match[0]].length, string: match[0], captures };
}

type What = { readonly pattern: Json; readonly flags: Json };

/** The text with what is found replaced, by what the named captures make. */
export function substituted(value: Json, { pattern, flags }: What, by: (captures: Json) => string): Json {
  const text = typeof value === 'string' ? [...value] : [];
  let at = 0;
  const pieces = matches(value, pattern, flags).map(({ offset, length, captures }) => {
    const named = captures.flatMap(({ name, string }) => (name === null ? [] : [[name, string] as const]));
    const piece = `${text.slice(at, offset).join('')}${by(Object.fromEntries(named))}`;
    at = offset + length;
    return piece;
  });
  return [...pieces, text.slice(at).join('')].join('');
}
