import { parseArgs } from 'node:util';
import { compareWith } from './against.ts';
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
import { table } from './table.ts';
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

const rounds = 15;

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string' } },
});
if (values.against !== undefined) {
  console.error(`comparing with ${values.against} …`);
  console.log(table(await compareWith(values.against, rounds)));
  process.exit(0);
}

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
console.log(table(rows));
