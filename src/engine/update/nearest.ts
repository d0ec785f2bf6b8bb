import { alignRow } from './align-row.ts';
import { alignText } from './align-text.ts';
import type { Moving } from './moving.ts';
import type { PatternFields } from './pattern-fields.ts';
import { type Piece, textOf } from './pieces.ts';
import { printedFields } from './printed-field.ts';
import { tokensOf, wordWeight } from './units.ts';

/** How a pattern is laid over a line: somewhere in it, over all of it, or over fields of it with others between. */
export type Manner = 'within' | 'whole' | 'row';

/** The manner, and what is known to move of each line. */
type How = { readonly manner: Manner; readonly moving: Moving };

/** What the pattern becomes and the line that it was made from, or why nothing can be proposed. */
type Nearest = { readonly pieces: readonly Piece[]; readonly line: string } | { readonly why: string };

/** With less than half of the pattern's words, what it costs to change the others included, a line is another one. */
const leastShare = 0.45;

/** Longer lines are no lines that a person compares. */
const longestLine = 4000;

type Candidate = {
  readonly line: string;
  readonly pieces: readonly Piece[];
  readonly score: number;
  readonly doubt?: string;
};

/** The line that comes nearest to a pattern, with what the pattern becomes on it. Refuses when two are equally near. */
export function nearestLine(pattern: PatternFields, lines: readonly string[], how: How): Nearest {
  const whole = weightOf(pattern);
  const best = bestOf(pattern, lines, how);
  const [first] = best;
  if (!first || whole < wordWeight || first.score < leastShare * whole) {
    return { why: 'no line of the output comes near it' };
  }
  const other = best.find((candidate) => textOf(candidate.pieces) !== textOf(first.pieces));
  if (other) {
    const place = other.line === first.line ? 'two places of one line' : 'two lines of the output';
    return { why: `${place} are equally near: \`${shown(first)}\` and \`${shown(other)}\`` };
  }
  return first.doubt === undefined ? first : { why: first.doubt };
}

/** How much of a pattern there is to be found. */
function weightOf({ fields }: PatternFields): number {
  return fields.flatMap(({ units }) => units).reduce((sum, { weight }) => sum + weight, 0);
}

function shown({ pieces, line, doubt }: Candidate): string {
  const text = doubt === undefined ? textOf(pieces) : line.trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The candidates with the highest score. Lines are looked at in the order of what they could reach, to look at few. */
function bestOf(pattern: PatternFields, lines: readonly string[], how: How): readonly Candidate[] {
  const bound = boundOf(pattern);
  const distinct = [...new Set(lines)].filter((line) => line.trim() !== '' && line.length <= longestLine);
  const ordered = distinct
    .map((line) => ({ line, most: bound(line) }))
    .toSorted((one, other) => other.most - one.most);
  let best: Candidate[] = [];
  for (const { line, most } of ordered) {
    const score = best[0]?.score ?? 1;
    if (most < score) break;
    const candidates = candidatesOn(pattern, line, how);
    const higher = Math.max(score, ...candidates.map((candidate) => candidate.score));
    best = [...best, ...candidates].filter((candidate) => candidate.score === higher);
  }
  return best;
}

function candidatesOn(pattern: PatternFields, line: string, { manner, moving }: How): readonly Candidate[] {
  const fields = printedFields(line, moving);
  if (manner === 'row') return [{ line, ...alignRow(pattern, fields) }];
  return alignText(pattern, fields, { whole: manner === 'whole' }).map((match) => ({ line, ...match }));
}

/** The most that a line can score: what it has of the pattern's words, in whatever order. */
function boundOf({ fields }: PatternFields): (line: string) => number {
  const units = fields.flatMap((field) => field.units);
  return (line) => {
    const tokens = tokensOf(line);
    const texts = new Set(tokens.map(({ text }) => text));
    const hasNumber = /\d/.test(line);
    return units.reduce((sum, unit) => {
      if (unit.kind === 'literal' && !texts.has(unit.source))
        return sum + (hasNumber && /^\d/.test(unit.source) ? wordWeight / 2 : 0);
      return sum + unit.weight;
    }, 0);
  };
}
