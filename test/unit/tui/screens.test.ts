import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { pauses, recorded, type Size, showRun } from './show-run.ts';

const sizes: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
];

/** Moments of recorded runs. */
const moments: Readonly<Record<string, readonly RunEvent[]>> = {
  'before-the-first-step': recorded('tour', pauses('step')),
  'between-two-tries': recorded(
    'tour',
    (event) => event.type === 'attempt-finished' && event.retryInMs !== undefined,
  ),
  'a-long-output': recorded(
    'tour',
    (event) => event.type === 'statement-finished' && event.statement === 'it-takes-a-few-tries/1.3',
  ),
  'a-step-by-hand': recorded('tour', pauses('manual')),
  'a-failure': recorded('tour', pauses('failure')),
  'a-failure-on-a-cluster': recorded('clusters', pauses('failure')),
};

describe.each(sizes)('at $columns × $rows', (size) => {
  it.each(Object.entries(moments))('shows %s', async (name, events) => {
    const shown = showRun({ size });
    await shown.play(events);
    const lines = shown.frame().trimEnd().split('\n');
    expect(lines.length).toBeLessThan(size.rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(size.columns);
    expectGolden(shown.frame(), golden(`${name}-${size.columns}x${size.rows}`));
    shown.close();
  });
});

it.each(['a-step-by-hand', 'a-failure-on-a-cluster'])('says %s to a screen reader', async (name) => {
  const shown = showRun({ size: { columns: 80, rows: 24 }, spoken: true });
  await shown.play(moments[name] ?? []);
  expect(shown.frame()).not.toMatch(/[│┊━─✓✗‖○]/);
  expectGolden(shown.frame(), golden(`${name}-spoken`));
  shown.close();
});

function golden(name: string): URL {
  return new URL(`../../goldens/tui/${name}.txt`, import.meta.url);
}
