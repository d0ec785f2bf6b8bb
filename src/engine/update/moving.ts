import { holesInLine, overlap } from '../expectations/moments.ts';
import type { Hole } from '../expectations/volatile.ts';
import { tokensOf } from './units.ts';

/** What is known to move of a line of an output: what another run of the same command printed in its place. */
export type Moving = (line: string) => readonly Hole[];

/** Nothing is known but what the line itself tells. */
export const byForm: Moving = holesInLine;

/** What moves by its form, and what was another in one of the earlier outputs of the same command. */
export function movingBetween(lines: readonly string[], others: readonly (readonly string[])[]): Moving {
  const seen = new Map<string, readonly Hole[]>();
  for (const other of others) {
    for (const [line, before] of pairs(lines, other)) {
      seen.set(line, [...(seen.get(line) ?? []), ...differences(line, before)]);
    }
  }
  return (line) => {
    const own = holesInLine(line);
    const more = (seen.get(line) ?? []).filter((hole) => !own.some((each) => overlap(each, hole)));
    return merged([...own, ...more]);
  };
}

/** Lines that stand for each other: by their place, or by their first word where lines came or went. */
function pairs(lines: readonly string[], others: readonly string[]): readonly (readonly [string, string])[] {
  if (lines.length === others.length) return lines.map((line, at) => [line, others[at] ?? '']);
  const named = new Map<string, string | undefined>();
  for (const other of others) named.set(firstWord(other), named.has(firstWord(other)) ? undefined : other);
  return lines.flatMap((line) => {
    const other = named.get(firstWord(line));
    return other === undefined ? [] : [[line, other] as const];
  });
}

function firstWord(line: string): string {
  return /\S+/.exec(line)?.[0] ?? '';
}

type Word = { readonly text: string; readonly from: number };

function differences(line: string, other: string): readonly Hole[] {
  if (line === other) return [];
  const own = wordsOf(line);
  const others = wordsOf(other);
  if (own.length === others.length) {
    return own.flatMap((word, at) => differencesOfWord(word, others[at]?.text ?? ''));
  }
  const shorter = Math.min(own.length, others.length);
  let head = 0;
  while (head < shorter && own[head]?.text === others[head]?.text) head += 1;
  let tail = 0;
  while (tail < shorter - head && own.at(-1 - tail)?.text === others.at(-1 - tail)?.text) tail += 1;
  return own.slice(head, own.length - tail).map(({ text, from }) => gapAt(from, from + text.length));
}

/** The numbers and words of a field that differ; the whole field if it is built in another way. */
function differencesOfWord({ text, from }: Word, other: string): readonly Hole[] {
  if (text === other) return [];
  const own = tokensOf(text);
  const others = tokensOf(other);
  if (own.length !== others.length) return [gapAt(from, from + text.length)];
  const unlike = own.filter((token, at) => token.text !== others[at]?.text);
  const [first] = unlike;
  const last = unlike.at(-1);
  return first && last ? [gapAt(from + first.from, from + last.to)] : [];
}

function wordsOf(line: string): readonly Word[] {
  return [...line.matchAll(/\S+/g)].map(({ index, 0: text }) => ({ text, from: index }));
}

function gapAt(from: number, to: number): Hole {
  return { from, to, kind: 'gap' };
}

function merged(holes: readonly Hole[]): readonly Hole[] {
  const result: Hole[] = [];
  for (const hole of holes.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && overlap(last, hole)) result[result.length - 1] = { ...last, to: Math.max(last.to, hole.to) };
    else result.push(hole);
  }
  return result;
}
