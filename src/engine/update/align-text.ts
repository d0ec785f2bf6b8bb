import { alignField, holed } from './align-field.ts';
import { isGap, isOpenBetween, type PatternField, type PatternFields } from './pattern-fields.ts';
import { doubtAbout, kept, type Piece } from './pieces.ts';
import type { PrintedField } from './printed-field.ts';

/** A pattern laid over a stretch of a line. `doubt` says why a field of it can't be told from others. */
type TextMatch = {
  readonly pieces: readonly Piece[];
  readonly score: number;
  readonly doubt?: string;
};

/** `whole`: the pattern must take the whole line, not a stretch of it. */
type TextOptions = { readonly whole: boolean };

/** What a line's field costs that the pattern doesn't have, and a field of the pattern that the line doesn't have. */
const costs = { absorbed: 1, added: 40, removed: 50 } as const;

/** `loose` is the first field of the pattern that is paired with one that is unlike it, nothing before being alike. */
type Cell = {
  readonly score: number;
  readonly pieces: Link | undefined;
  readonly loose?: string;
  readonly doubt?: string;
};

/** Pieces in reverse, shared between the ways that begin with them. */
type Link = { readonly before: Link | undefined; readonly pieces: readonly Piece[]; readonly blank: string };

/**
 * Lays the fields of a pattern side by side over those of a line, as text is looked for: the best ways, of which there
 * are several when the line has several places that are equally near.
 */
export function alignText(
  pattern: PatternFields,
  line: readonly PrintedField[],
  { whole }: TextOptions,
): readonly TextMatch[] {
  const { fields } = pattern;
  let row: (Cell | undefined)[] = line.map(() => (whole ? undefined : start));
  row.push(whole ? undefined : start);
  if (whole) row[0] = start;
  for (let i = 0; i <= fields.length; i += 1) {
    const next: (Cell | undefined)[] = Array.from({ length: line.length + 1 }, () => undefined);
    for (let j = 0; j <= line.length; j += 1) {
      const cell = row[j];
      if (cell) leave(cell, { pattern, line, whole, i, j, row, next });
    }
    if (i < fields.length) row = next;
  }
  const ends = (whole ? row.slice(-1) : row).filter((cell) => cell !== undefined);
  const best = Math.max(...ends.map(({ score }) => score));
  const nearest = ends.filter(({ score }) => score === best);
  return nearest.map((cell) => ({ ...cell, pieces: collect(cell.pieces) }));
}

const start: Cell = { score: 0, pieces: undefined };

type Position = {
  readonly pattern: PatternFields;
  readonly line: readonly PrintedField[];
  readonly whole: boolean;
  /** Fields of the pattern and of the line that are dealt with. */
  readonly i: number;
  readonly j: number;
  readonly row: (Cell | undefined)[];
  readonly next: (Cell | undefined)[];
};

/** Every way on from a cell. */
function leave(cell: Cell, position: Position): void {
  const { pattern, whole, i, line, j } = position;
  const isInside = whole || (i > 0 && i < pattern.fields.length);
  if (line[j] !== undefined && isInside) goAlong(cell, line[j], position);
  const field = pattern.fields[i];
  if (field) goOn(cell, field, position);
}

/** One field further in the line: it belongs to a gap, or comes into the pattern. */
function goAlong(cell: Cell, printed: PrintedField, { pattern: { fields }, i, j, row }: Position): void {
  const isOpen = isOpenBetween(fields[i - 1], fields[i]);
  if (isOpen) offer(row, j + 1, { ...cell, score: cell.score - costs.absorbed });
  else offer(row, j + 1, add(cell, holed(printed), -costs.added, ' '));
}

/** One field further in the pattern: it is a gap, gets lost, or takes what stands in the line. */
function goOn(cell: Cell, field: PatternField, { pattern, line, whole, i, j, next }: Position): void {
  const { fields, blanks } = pattern;
  const blank = blanks[i - 1] ?? ' ';
  const isOpen = isOpenBetween(fields[i - 1], field);
  // A gap between what is unlike and what is alike leaves open which word the unlike one is.
  const here = isOpen && cell.loose !== undefined ? { ...cell, doubt: doubtAbout(cell.loose) } : cell;
  if (isGap(field)) offer(next, j, add(here, [kept(field.source)], 0, blank));
  else offer(next, j, { ...here, score: here.score - costs.removed });
  const text = line[j];
  if (text === undefined || isGap(field)) return;
  const edges = { left: !whole && i === 0, right: !whole && i === fields.length - 1 };
  const match = alignField(field, text, edges);
  const { loose, ...taken } = add(here, match.pieces, match.score, blank);
  const isLoose = !whole && (i === 0 || loose !== undefined);
  if (match.score >= 0) offer(next, j + 1, taken);
  // Behind a gap nothing says that this is the field: any later one could be.
  else if (isOpen) offer(next, j + 1, { ...taken, doubt: doubtAbout(field.source) });
  else offer(next, j + 1, isLoose ? { ...taken, loose: loose ?? field.source } : taken);
}

function offer(row: (Cell | undefined)[], at: number, cell: Cell): void {
  const there = row[at];
  if (there === undefined || cell.score > there.score) row[at] = cell;
}

function add(cell: Cell, pieces: readonly Piece[], score: number, blank: string): Cell {
  return { ...cell, score: cell.score + score, pieces: { before: cell.pieces, pieces, blank } };
}

function collect(last: Link | undefined): readonly Piece[] {
  const groups: (readonly Piece[])[] = [];
  for (let link = last; link; link = link.before) {
    groups.unshift(link.before ? [kept(link.blank), ...link.pieces] : link.pieces);
  }
  return groups.flat();
}
