import { alignField, type FieldMatch } from './align-field.ts';
import { isGap, type PatternFields } from './pattern-fields.ts';
import { doubtAbout, kept, type Piece } from './pieces.ts';
import type { PrintedField } from './printed-field.ts';

/** A row pattern laid over a line. `doubt` says why a field of it can't be told from others. */
type RowMatch = { readonly pieces: readonly Piece[]; readonly score: number; readonly doubt?: string };

type Pair = { readonly at: number; readonly match: FieldMatch };

const nowhere = { left: false, right: false };

/**
 * Lays the fields of a row over those of a line, in order, others between. Fields that resemble one another decide; one
 * that resembles nothing is taken for what stands in its place when between its neighbours there is just that.
 */
export function alignRow({ fields, blanks }: PatternFields, line: readonly PrintedField[]): RowMatch {
  const matches = fields.map((field) =>
    isGap(field) ? [] : line.map((text) => alignField(field, text, nowhere)),
  );
  const first = anchor(matches, line.length, 'first');
  const last = anchor(matches, line.length, 'last');
  const score = first.reduce((sum, pair) => sum + (pair?.match.score ?? 0), 0);
  const sources = fields.map(({ source }) => source);
  const torn = first.findIndex((pair, index) => textOf(pair) !== textOf(last[index]));
  if (torn >= 0) return { pieces: [], score, doubt: doubtAbout(sources[torn] ?? '') };
  const paired = fillBetween({ pairs: first, gaps: fields.map(isGap), matches, length: line.length });
  const lost = paired.findIndex((pair, index) => pair === undefined && !isGap(fields[index] ?? gapless));
  if (lost >= 0) return { pieces: [], score, doubt: doubtAbout(sources[lost] ?? '') };
  const pieces = paired.flatMap((pair, index) => [
    ...(index > 0 ? [kept(blanks[index - 1] ?? ' ')] : []),
    ...(pair?.match.pieces ?? [kept(sources[index] ?? '')]),
  ]);
  return { pieces, score };
}

const gapless = { source: '', parts: [], filled: [], units: [] };

function textOf(pair: Pair | undefined): string {
  return pair === undefined ? '' : pair.match.pieces.map(({ text }) => text).join('');
}

type Pairs = readonly (Pair | undefined)[];

/**
 * The fields that resemble one another, with the highest score of all ways that keep the order; of several with that
 * score the one that stands first in the line, or last.
 */
function anchor(
  matches: readonly (readonly FieldMatch[])[],
  length: number,
  prefer: 'first' | 'last',
): Pairs {
  const score = scoreTable(matches, length);
  const pairs: (Pair | undefined)[] = matches.map(() => undefined);
  for (let i = 0, j = 0; i < matches.length && j < length; ) {
    const match = matches[i]?.[j];
    const takes = match && match.score > 0 && score(i, j) === match.score + score(i + 1, j + 1);
    const waits = score(i, j) === score(i, j + 1);
    if (takes && !(prefer === 'last' && waits)) {
      pairs[i] = { at: j, match };
      i += 1;
      j += 1;
    } else if (waits) j += 1;
    else i += 1;
  }
  return pairs;
}

/** The highest score of the pattern's fields from `i` on over the line's from `j` on. */
function scoreTable(
  matches: readonly (readonly FieldMatch[])[],
  length: number,
): (i: number, j: number) => number {
  const table = Array.from({ length: matches.length + 1 }, () => new Array<number>(length + 1).fill(0));
  const score = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (const [i, row] of [...table.entries()].reverse()) {
    for (let j = length - 1; j >= 0 && i < matches.length; j -= 1) {
      const own = matches[i]?.[j]?.score ?? 0;
      row[j] = Math.max(score(i + 1, j), score(i, j + 1), own > 0 ? own + score(i + 1, j + 1) : 0);
    }
  }
  return score;
}

type Between = {
  readonly pairs: Pairs;
  readonly gaps: readonly boolean[];
  readonly matches: readonly (readonly FieldMatch[])[];
  readonly length: number;
};

/** Pairs the fields between two anchors, or an anchor and an end of the line, when there are as many on both sides. */
function fillBetween({ pairs, gaps, matches, length }: Between): Pairs {
  const filled = [...pairs];
  for (let index = 0; index < filled.length; index += 1) {
    if (filled[index] !== undefined) continue;
    const from = index === 0 ? 0 : (filled[index - 1]?.at ?? -1) + 1;
    const end = pairs.findIndex((pair, at) => at >= index && pair !== undefined);
    const to = end < 0 ? length : (pairs[end]?.at ?? length);
    const behind = end < 0 ? filled.length : end;
    const hasGap = gaps.slice(index, behind).some(Boolean);
    const fits = !hasGap && to - from === behind - index;
    for (let at = index; fits && at < behind; at += 1) {
      const match = matches[at]?.[from + at - index];
      if (match) filled[at] = { at: from + at - index, match };
    }
    index = behind - 1;
  }
  return filled;
}
