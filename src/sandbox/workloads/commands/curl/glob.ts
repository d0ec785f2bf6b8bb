import { CurlFailure } from './failure.ts';

/** One address of those that a pattern stands for, and what each of its globs stands for there. */
export type Globbed = { readonly url: string; readonly parts: readonly string[] };

type Piece = { readonly fixed: string } | { readonly choices: readonly string[] };

/** More than this many addresses are not made of one pattern. */
const most = 100_000;

/**
 * The addresses that `{a,b}`, `[1-3]`, `[01-10:2]` and `[a-z]` stand for, the last glob turning fastest.
 * @see https://everything.curl.dev/cmdline/urls/globbing.html
 * @throws CurlFailure 3
 */
export function globUrl(pattern: string): readonly Globbed[] {
  let all: readonly Globbed[] = [{ url: '', parts: [] }];
  for (const piece of piecesOf(pattern)) {
    const choices = 'fixed' in piece ? [piece.fixed] : piece.choices;
    if (all.length * choices.length > most) throw wrong('range overflow', pattern, 0);
    all = all.flatMap(({ url, parts }) =>
      choices.map((choice) => ({
        url: url + choice,
        parts: 'fixed' in piece ? parts : [...parts, choice],
      })),
    );
  }
  return all;
}

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let fixed = '';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const literal = /^\[\]|^\[[\da-f:.%]*:[\da-f:.%]*:[\da-f:.%]*\]|^\\[{}[\]]|^[^{}[\]]/i.exec(rest)?.[0];
    if (literal !== undefined) {
      fixed += literal.replace(/^\\/, '');
      at += literal.length;
      continue;
    }
    if (rest[0] === '}' || rest[0] === ']') throw wrong('unmatched close brace/bracket', pattern, at + 1);
    const glob = rest[0] === '{' ? setAt(pattern, at) : rangeAt(pattern, at);
    pieces.push({ fixed }, { choices: glob.choices });
    fixed = '';
    at = glob.end;
  }
  return [...pieces, { fixed }];
}

type Glob = { readonly choices: readonly string[]; readonly end: number };

function setAt(pattern: string, start: number): Glob {
  const [all, inside = ''] = /^\{((?:\\.|[^{}[\]\\])*)\}/.exec(pattern.slice(start)) ?? [];
  if (all === undefined) {
    const at = start + 1 + pattern.slice(start + 1).search(/(?<!\\)[{[\]]/);
    if (at === start) throw wrong('unmatched brace', pattern, start + 1);
    throw wrong(pattern[at] === ']' ? 'unexpected close bracket' : 'nested brace', pattern, at + 1);
  }
  if (!inside) throw wrong('empty string within braces', pattern, start + 2);
  const choices = inside.split(/(?<!\\),/).map((choice) => choice.replace(/\\(.)/g, '$1'));
  return { choices, end: start + all.length };
}

function rangeAt(pattern: string, start: number): Glob {
  const inside = pattern.slice(start + 1);
  if (!/^[a-z\d]/i.test(inside)) throw wrong('bad range specification', pattern, start + 2);
  const [all, from = '', to = '', step = '1'] =
    /^(\d+|[a-z])-[ \t]*(\d+|[a-z])(?::(\d+))?\]/i.exec(inside) ?? [];
  const isNumber = /^\d/.test(inside);
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const by = Number(step);
  const isWhole = all !== undefined && isNumber === /\d/.test(to);
  const isRight = isWhole && by > 0 && (first === last ? by === 1 : first < last && by <= last - first);
  if (!isRight) throw wrong('bad range', pattern, start + 2 + readOf(inside, isNumber));
  const width = from.startsWith('0') ? from.length : 0;
  const choices: string[] = [];
  for (let value = first; value <= last; value += by)
    choices.push(isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value));
  return { choices, end: start + 1 + all.length };
}

/** How far curl reads into a range before it gives up. */
function readOf(inside: string, isNumber: boolean): number {
  if (!isNumber) return /^[a-z]-[a-z](?::\d+)?\]/i.exec(inside)?.[0].length ?? 0;
  const whole = /^\d+-[ \t]*\d+(?::\d+)?\]/.exec(inside)?.[0];
  return (whole ?? /^\d+-[ \t]*(?:\d+:(?=\d))?/.exec(inside)?.[0] ?? '').length;
}

/** Says what is wrong, in which column, and points there. */
function wrong(what: string, pattern: string, column: number): CurlFailure {
  if (!column) return new CurlFailure(3, what);
  return new CurlFailure(3, `${what} in URL position ${column}:\n${pattern}\n${' '.repeat(column - 1)}^`);
}
