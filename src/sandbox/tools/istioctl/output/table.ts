/**
 * Rows in columns, some blanks apart, the last cell of a row as it is. istioctl's tables are one or five blanks apart.
 * @see https://pkg.go.dev/text/tabwriter
 */
export function table(rows: readonly (readonly string[])[], apart = 1): string {
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => (column < row.length - 1 ? [...(row[column] ?? '')].length : 0))),
  );
  const padded = (cell: string, column: number, last: boolean): string =>
    last ? cell : cell + ' '.repeat((widths[column] ?? 0) + apart - [...cell].length);
  return rows
    .map((row) => `${row.map((cell, column) => padded(cell, column, column === row.length - 1)).join('')}\n`)
    .join('');
}
