/** A cell of a row: what stands between two or more blanks. */
type Cell = { readonly text: string; readonly from: number };

/** A row with its cells where those of another row begin, if that one has as many; a longer cell pushes the next one on. */
export function inColumnsOf(other: string, row: string): string {
  const starts = cellsOf(other);
  const cells = cellsOf(row);
  if (cells.length < 2 || cells.length !== starts.length) return row;
  const [first] = cells;
  const [begin] = starts;
  if (!first || !begin) return row;
  let text = row.slice(0, first.from + first.text.length);
  for (const [at, cell] of cells.entries()) {
    if (at === 0) continue;
    const start = first.from + (starts[at]?.from ?? 0) - begin.from;
    text = text.padEnd(Math.max(start, text.length + leastBlanks)) + cell.text;
  }
  return text;
}

const leastBlanks = 2;

/** Whether two rows have columns, and as many. */
export function haveSameColumns(one: string, other: string): boolean {
  const count = cellsOf(one).length;
  return count > 1 && count === cellsOf(other).length;
}

function cellsOf(row: string): readonly Cell[] {
  return [...row.matchAll(/\S+(?: \S+)*/g)].map(({ index, 0: text }) => ({ text, from: index }));
}
