/** A row of expected output as it is laid over lines: what it scores on a line; undefined where it can't be that line. */
export type Row = {
  readonly kind: 'line' | 'empty' | 'gap';
  score(line: number): number | undefined;
};

/** `keep`: the row stays, on that line or, of one that is there for the eye, on none. */
export type Step =
  | { readonly kind: 'keep'; readonly row: number; readonly line?: number }
  | { readonly kind: 'remove'; readonly row: number }
  | { readonly kind: 'add'; readonly line: number };

/** What a row scores on a line that it fits. */
export const fitScore = 1000;

const costs = { absorbed: 1, removed: 100, added: 100 } as const;

type Fence = {
  readonly rows: readonly Row[];
  /** How many lines there are. */
  readonly lines: number;
  /** Other lines may stand above, or below. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
};

type Cell = { readonly score: number; readonly back?: { readonly cell: Cell; readonly step?: Step } };

type Aligned = { readonly steps: readonly Step[]; readonly score: number };

/** Lays rows over lines, in order: the best ways, of which there are several when they score the same. */
export function alignLines(fence: Fence): readonly Aligned[] {
  const { rows, lines, openStart, openEnd } = fence;
  let current: (Cell | undefined)[] = Array.from({ length: lines + 1 }, (_, j) =>
    j === 0 || openStart ? { score: 0 } : undefined,
  );
  for (let i = 0; i <= rows.length; i += 1) {
    const next: (Cell | undefined)[] = Array.from({ length: lines + 1 }, () => undefined);
    for (let j = 0; j <= lines; j += 1) {
      const cell = current[j];
      if (cell) leave(cell, { fence, i, j, current, next });
    }
    if (i < rows.length) current = next;
  }
  const ends = (openEnd ? current : current.slice(-1)).filter((cell) => cell !== undefined);
  const best = Math.max(...ends.map(({ score }) => score));
  return ends
    .filter(({ score }) => score === best)
    .map((cell) => ({ score: cell.score, steps: stepsTo(cell) }));
}

type Position = {
  readonly fence: Fence;
  readonly i: number;
  readonly j: number;
  readonly current: (Cell | undefined)[];
  readonly next: (Cell | undefined)[];
};

function leave(cell: Cell, { fence, i, j, current, next }: Position): void {
  const { rows, lines, openStart, openEnd } = fence;
  const row = rows[i];
  const isInside = (i > 0 || !openStart) && (i < rows.length || !openEnd);
  if (j < lines && rows[i - 1]?.kind === 'gap') offer(current, j + 1, go(cell, -costs.absorbed));
  else if (j < lines && isInside) offer(current, j + 1, go(cell, -costs.added, { kind: 'add', line: j }));
  if (!row) return;
  if (row.kind === 'gap') offer(next, j, go(cell, 0, { kind: 'keep', row: i }));
  else offer(next, j, leftOut(cell, i, rows));
  const score = j < lines ? row.score(j) : undefined;
  if (score !== undefined) offer(next, j + 1, go(cell, score, { kind: 'keep', row: i, line: j }));
}

/** A row without a line: removed, unless it is an empty one that is there for the eye. */
function leftOut(cell: Cell, i: number, rows: readonly Row[]): Cell {
  const beside = [rows[i - 1], rows[i + 1]];
  const isForEye = rows[i]?.kind === 'empty' && beside.some((row) => row?.kind !== 'line');
  return isForEye
    ? go(cell, 0, { kind: 'keep', row: i })
    : go(cell, -costs.removed, { kind: 'remove', row: i });
}

function go(cell: Cell, score: number, step?: Step): Cell {
  return { score: cell.score + score, back: { cell, ...(step ? { step } : {}) } };
}

function offer(cells: (Cell | undefined)[], at: number, cell: Cell): void {
  const there = cells[at];
  if (there === undefined || cell.score > there.score) cells[at] = cell;
}

function stepsTo(end: Cell): readonly Step[] {
  const steps: Step[] = [];
  for (let back = end.back; back; back = back.cell.back) if (back.step) steps.push(back.step);
  return steps.toReversed();
}
