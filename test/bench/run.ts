import { check } from './check.ts';
import { manyJobs } from './jobs.ts';
import { judging } from './judging.ts';
import { allLabs } from './labs.ts';
import type { Row } from './measurement.ts';
import { output } from './output.ts';
import { comparison } from './peers.ts';
import { sandbox } from './sandbox.ts';
import { site } from './site.ts';
import { startUp } from './start-up.ts';
import { statements } from './statements.ts';
import { terminal } from './terminal.ts';

const measurements = [
  startUp,
  check,
  statements,
  comparison,
  sandbox,
  allLabs,
  manyJobs,
  output,
  judging,
  terminal,
  site,
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !measurements.some((measurement) => measurement.name === name));
if (unknown.length > 0) {
  console.error(
    `Unknown measurement ${unknown.join(', ')}; there are ${measurements.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const rows: Row[] = [];
for (const measurement of measurements) {
  if (asked.length > 0 && !asked.includes(measurement.name)) continue;
  console.error(`measuring ${measurement.name} …`);
  rows.push(...(await measurement.measure()));
}
console.log(table([{ what: 'what', ours: 'ours', other: 'other', ratio: 'ratio', goal: 'goal' }, ...rows]));

function table(lines: readonly Row[]): string {
  const cells = lines.map(({ what, ours, other, ratio, goal = '' }) => [what, ours, other, ratio, goal]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
