import { matchesField } from '../expectations/match.ts';
import type { Hole } from '../expectations/volatile.ts';
import { endsInside, startsInside } from '../expectations/word-ends.ts';
import type { PatternField } from './pattern-fields.ts';
import { fresh, gap, kept, type Piece } from './pieces.ts';
import type { PrintedField } from './printed-field.ts';
import { type Token, tokensOf, type Unit, wordWeight } from './units.ts';

/** A pattern field laid over a field of the output: what it becomes, and how much of it stays. */
export type FieldMatch = { readonly pieces: readonly Piece[]; readonly score: number };

/** Whether tokens at an end of the field may be left out, as they may at the ends of a text. */
type Edges = { readonly left: boolean; readonly right: boolean };

/** What changing a pattern costs: little, so that it only decides between places that are equally near. */
const costs = { absorbed: 1, replaced: 10, removed: 12, added: 12, unlike: 20 } as const;

/** Two numbers are half as near as the same word: counts and versions are what changes most. */
const numberWeight = wordWeight / 2;

/** Lays a pattern field over a field of the output. */
export function alignField(field: PatternField, printed: PrintedField, edges: Edges): FieldMatch {
  const { text } = printed;
  const whole = field.units.reduce((sum, { weight }) => sum + weight, 0);
  if (matchesField(field.filled, text)) return { pieces: [keptWhole(field, printed)], score: whole };
  const tokens = tokensOf(text);
  const { steps, matched, cost } = align(field.units, tokens, openEdges(text, tokens, edges));
  if (matched < Math.min(numberWeight, whole || 1)) {
    // Quotes, brackets or signs that are all still there tell where the word begins and ends.
    const isFramed = matched > 0 && matched === marksOf(field);
    return { pieces: isFramed ? piecesOf(steps, printed) : holed(printed), score: -costs.unlike };
  }
  const isSame = steps.every(({ fresh: isFresh }) => !isFresh);
  const pieces = isSame && cost === 0 ? [keptWhole(field, printed)] : piecesOf(steps, printed);
  if (!octetsAreWhole(pieces)) return { pieces: holed(printed), score: -costs.unlike };
  return { pieces, score: matched - cost };
}

/** A field that still fits; it may be part of a date of which another part doesn't. */
function keptWhole({ source }: PatternField, { text, holes }: PrintedField): Piece {
  const whole = holes.find(({ from, to }) => from === 0 && to === text.length);
  return kept(source, whole?.moment);
}

function marksOf({ units }: PatternField): number {
  return units.reduce((sum, { weight }) => sum + (weight < wordWeight ? weight : 0), 0);
}

const quad = /(?<![\w.])(?:\d{1,3}|x)(?:\.(?:\d{1,3}|x)){3}(?!\w)/g;

/** An `x` stands for a number only in a whole address. */
function octetsAreWhole(pieces: readonly Piece[]): boolean {
  const text = pieces.map((piece) => piece.text).join('');
  const quads = [...text.matchAll(quad)].map(({ index, 0: found }) => ({
    from: index,
    to: index + found.length,
  }));
  let at = 0;
  return pieces.every((piece) => {
    const from = at;
    at += piece.text.length;
    return piece.text !== 'x' || quads.some((each) => each.from <= from && from < each.to);
  });
}

/** A field of the output as a pattern: what will be another next time is a hole. */
export function holed(printed: PrintedField): readonly Piece[] {
  return piecesOf(
    tokensOf(printed.text).map((token) => ({ ...token, fresh: true })),
    printed,
  );
}

/** A stretch of the field and what stands for it; `fresh` when nothing of the pattern does. */
type Step = Token & { readonly fresh: boolean };

function piecesOf(steps: readonly Step[], printed: PrintedField): readonly Piece[] {
  const isIn = (step: Step, hole: Hole) => hole.from <= step.from && step.to <= hole.to;
  const holes = printed.holes.filter(
    (hole) =>
      steps.some((step) => step.fresh && isIn(step, hole)) && (hole.kind === 'gap' || isAllIn(steps, hole)),
  );
  const pieces: Piece[] = [];
  const add = (piece: Piece) => {
    if (piece.text !== gap || pieces.at(-1)?.text !== gap) pieces.push(piece);
  };
  for (const step of steps) {
    const hole = holes.find((each) => isIn(step, each));
    if (hole?.kind === 'gap') add(fresh(gap, hole.moment));
    else if (!step.fresh) add(kept(step.text, printed.holes.find((each) => isIn(step, each))?.moment));
    else add(fresh(hole && /^\d+$/.test(step.text) ? 'x' : step.text));
  }
  return pieces;
}

/** Part of an address is a number like any other. */
function isAllIn(steps: readonly Step[], { from, to }: { from: number; to: number }): boolean {
  return steps.some((step) => step.from === from) && steps.some((step) => step.to === to);
}

/** At which tokens a text may begin, and before which it may end: nowhere within a word or number. */
type OpenEdges = {
  readonly mayBegin: (token: number) => boolean;
  readonly mayEnd: (token: number) => boolean;
};

function openEdges(text: string, tokens: readonly Token[], { left, right }: Edges): OpenEdges {
  return {
    mayBegin: (token) => left && !startsInside(text, tokens[token]?.from ?? text.length),
    mayEnd: (token) => right && !endsInside(text, tokens[token - 1]?.to ?? 0),
  };
}

type Cell = { readonly score: number; readonly matched: number; readonly cost: number; readonly back?: Back };
type Back = { readonly cell: Cell; readonly step?: Step };

type Aligned = { readonly steps: readonly Step[]; readonly matched: number; readonly cost: number };

/** The cheapest way to turn units into tokens, as in an edit distance; `table[i][j]` is that for the first i and j. */
function align(units: readonly Unit[], tokens: readonly Token[], edges: OpenEdges): Aligned {
  const table: (Cell | undefined)[][] = Array.from({ length: units.length + 1 }, () => []);
  const offer = (i: number, j: number, cell: Cell) => {
    const row = table[i];
    if (row && (row[j] === undefined || cell.score > row[j].score)) row[j] = cell;
  };
  for (let i = 0; i <= units.length; i += 1) {
    for (let j = 0; j <= tokens.length; j += 1) {
      if (i === 0 && (j === 0 || edges.mayBegin(j))) offer(0, j, { score: 0, matched: 0, cost: 0 });
      const cell = table[i]?.[j];
      if (cell) leave(cell, { i, j, units, tokens, offer });
    }
  }
  const last = table[units.length] ?? [];
  const ends = last.flatMap((cell, j) => (cell && (j === tokens.length || edges.mayEnd(j)) ? [cell] : []));
  const best = ends.reduce((one, other) => (other.score > one.score ? other : one), ends[0] ?? nothing);
  return { steps: stepsTo(best), matched: best.matched, cost: best.cost };
}

const nothing: Cell = { score: 0, matched: 0, cost: 0 };

type Position = {
  readonly i: number;
  readonly j: number;
  readonly units: readonly Unit[];
  readonly tokens: readonly Token[];
  readonly offer: (i: number, j: number, cell: Cell) => void;
};

/** Every way on from a cell. */
function leave(cell: Cell, { i, j, units, tokens, offer }: Position): void {
  const unit = units[i];
  const token = tokens[j];
  const go = (to: readonly [number, number], matched: number, cost: number, step?: Step) =>
    offer(...to, {
      score: cell.score + matched - cost,
      matched: cell.matched + matched,
      cost: cell.cost + cost,
      back: { cell, ...(step ? { step } : {}) },
    });
  if (token) {
    if (units[i - 1]?.kind === 'gap') go([i, j + 1], 0, costs.absorbed);
    else go([i, j + 1], 0, costs.added, { ...token, fresh: true });
  }
  if (!unit) return;
  const count = unit.take(tokens, j);
  const from = token?.from ?? tokens.at(-1)?.to ?? 0;
  if (count !== undefined) {
    const to = count === 0 ? from : (tokens[j + count - 1]?.to ?? from);
    go([i + 1, j + count], unit.weight, 0, { text: unit.source, from, to, fresh: false });
  }
  if (unit.kind === 'gap') return;
  go([i + 1, j], 0, costs.removed);
  if (token) {
    const areNumbers = /^\d[\dx]*$/.test(unit.source) && /^\d+$/.test(token.text);
    const areAlike = isWord(unit.source) === isWord(token.text);
    const cost = areAlike ? costs.replaced : 2 * costs.replaced;
    go([i + 1, j + 1], areNumbers ? numberWeight : 0, cost, { ...token, fresh: true });
  }
}

function isWord(text: string): boolean {
  return /^[\p{L}\p{N}_]/u.test(text);
}

function stepsTo(end: Cell): readonly Step[] {
  const steps: Step[] = [];
  for (let back = end.back; back; back = back.cell.back) if (back.step) steps.push(back.step);
  return steps.toReversed();
}
