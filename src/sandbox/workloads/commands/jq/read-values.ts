import type { Json } from './ast.ts';

type Read = { readonly values: readonly Json[]; readonly problem?: string };

/** The values of a text, one after the other; those before something that is none, and what is wrong with it. */
export function readValues(text: string): Read {
  const values: Json[] = [];
  for (let at = 0; ; ) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return { values };
    const end = endOf(text, at);
    try {
      values.push(JSON.parse(text.slice(at, end)) as Json);
    } catch {
      return { values, problem: 'Invalid JSON' };
    }
    at = end;
  }
}

/** Where the value ends that begins at a place: brackets close, texts end, words do. */
function endOf(text: string, start: number): number {
  if (!'{["'.includes(text[start] ?? ''))
    return start + (/^[^\s{["\]},:]+/.exec(text.slice(start))?.[0].length ?? 1);
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const letter = text[at] ?? '';
    if ('{['.includes(letter)) depth += 1;
    if ('}]'.includes(letter)) depth -= 1;
    at = letter === '"' ? endOfText(text, at) : at + 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
