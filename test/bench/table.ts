import type { Row } from './measurement.ts';

/** Rows in columns, and below them those that fall short of their goal. */
export function table(rows: readonly Row[]): string {
  const head = ['what', 'ours', 'other', 'ratio', 'goal'];
  const cells = [
    head,
    ...rows.map(({ what, ours, other, ratio, goal }) => [what, ours, other, ratio, goal?.text ?? '']),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...shortOfGoals(rows)].join('\n');
}

function shortOfGoals(rows: readonly Row[]): readonly string[] {
  const goals = rows.filter(({ goal }) => goal !== undefined);
  const short = goals.filter(({ goal }) => goal?.met === false);
  if (goals.length === 0) return [];
  if (short.length === 0) return [`All ${goals.length} goals are met.`];
  return [
    `Short of ${short.length} of ${goals.length} goals:`,
    ...short.map(({ what, ours, ratio, goal }) => `  ${what}: ${ratio || ours}, not ${goal?.text}`),
  ];
}
