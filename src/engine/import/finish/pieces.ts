import { splitStatements } from '../../shell/split-statements.ts';
import type { FenceSource } from '../fence-source.ts';

/** Rows of a shell block that belong together, and why they are only shown: undefined when they run. */
export type BlockPiece = { readonly rows: readonly string[]; readonly why: string | undefined };

/** Why a stretch of a block's text can't run. Offsets are in the joined rows. */
type Hindrance = { readonly from: number; readonly to: number; readonly why: string };

/**
 * Cuts a block at its commands, so that those which can't run stand apart. Comments go with the command below them,
 * checks with the one above. What bash can't read isn't cut.
 */
export function piecesOf({ rows }: FenceSource, hindrances: readonly Hindrance[]): readonly BlockPiece[] {
  const texts = rows.map(({ text }) => text);
  const { units, errors } = splitStatements(filledIn(texts.join('\n'), hindrances));
  const first = hindrances[0]?.why;
  if (errors.length > 0 || units.length < 2) return [{ rows: texts, why: first }];
  const starts = startsOf(texts);
  const rowAt = (offset: number) => starts.findLastIndex((start) => start <= offset);
  const cuts = units.map(({ from, to }, index) => {
    const why = hindrances.find((each) => each.from < to && from <= each.from)?.why;
    return { why, last: lastRow(texts, rowAt(to - 1), rowAt(units[index + 1]?.from ?? Number.MAX_VALUE)) };
  });
  return grouped(texts, cuts);
}

/** The text with words in place of what hinders: a placeholder at the end of a line would be read as a redirection. */
function filledIn(text: string, hindrances: readonly Hindrance[]): string {
  return hindrances.reduce((all, { from, to }) => {
    const word = all.slice(from, to).replace(/[^\n]/g, 'x');
    return `${all.slice(0, from)}${word}${all.slice(to)}`;
  }, text);
}

function startsOf(texts: readonly string[]): readonly number[] {
  let at = 0;
  return texts.map((text) => {
    const start = at;
    at += text.length + 1;
    return start;
  });
}

/** The last row that belongs to a command which ends in row `end`; the next one begins in row `next`. */
function lastRow(texts: readonly string[], end: number, next: number): number {
  let last = end;
  while (
    last + 1 < Math.min(texts.length, next) &&
    /^\s*# (?:expect|wait|suggested)\b/.test(texts[last + 1] ?? '')
  )
    last += 1;
  return last;
}

type Cut = { readonly why: string | undefined; readonly last: number };

function grouped(texts: readonly string[], cuts: readonly Cut[]): readonly BlockPiece[] {
  const pieces: { rows: string[]; why: string | undefined }[] = [];
  let from = 0;
  for (const [index, { why, last }] of cuts.entries()) {
    const to = index === cuts.length - 1 ? texts.length : last + 1;
    const rows = texts.slice(from, to);
    const before = pieces.at(-1);
    // Commands that share a row stay together.
    if (before && (before.why === why || rows.length === 0)) {
      before.rows.push(...rows);
      before.why ??= why;
    } else pieces.push({ rows, why });
    from = Math.max(from, to);
  }
  return pieces;
}
