import { expect, test } from 'vitest';
import { candidatesOf, pairOff } from '../../../../src/engine/expectations/pair-off.ts';

const pairs = (rows: readonly string[]) =>
  pairOff(candidatesOf(rows.length, rows[0]?.length ?? 0, (item, place) => rows[item]?.[place] === 'x'));

test('an item gives way to one that has no other place', () => {
  expect(pairs(['xx', 'x.'])).toEqual([1, 0]);
  expect(pairs(['xx.', 'xxx', 'x..'])).toEqual([1, 2, 0]);
});

test('what is left without a place has none', () => {
  expect(pairs(['x.', 'x.'])).toEqual([0, undefined]);
  expect(pairs(['..'])).toEqual([undefined]);
});
