/** Rows in columns, one blank apart, the last cell of a row as it is. @see https://pkg.go.dev/text/tabwriter */
export function table(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  return rows
    .map((row) => `${row.map((cell, column) => pad(cell, row, column, widths)).join('')}\n`)
    .join('');
}

const pad = (cell: string, row: readonly string[], column: number, widths: readonly number[]): string =>
  column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) + 1 - [...cell].length);
