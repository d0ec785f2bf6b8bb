import { describe, expect, test } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import { pairs } from './pairs.ts';
import { readExpectation } from './read-expectation.ts';

const all = Object.values(pairs).flat();

test('there are two hundred pairs of every kind, half of them near misses', () => {
  expect(all.length).toBeGreaterThanOrEqual(200);
  expect(all.filter(([, , met]) => !met).length).toBeGreaterThanOrEqual(100);
});

describe.each(Object.entries(pairs))('%s', (_, rows) => {
  const cases = rows.map(([written, output, met, exit = 0]) => ({ written, output, met, exit }));

  test.each(cases)('`$written` of $output: $met', ({ written, output, met, exit }) => {
    const exits = [{ exitCode: exit, pipeStatus: [exit] }];
    const judgement = judgeExpectation(readExpectation(written), { text: output, exits, variables: {} });
    expect(judgement.met).toBe(met);
    // Nothing is unmet without a word about what is there instead.
    if (!judgement.met) expect(judgement.actual).not.toBe('');
  });
});
