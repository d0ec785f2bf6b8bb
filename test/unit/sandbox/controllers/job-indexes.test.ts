import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIndexes, parseIndexes } from '../../../../src/sandbox/kubernetes/job/job-indexes.ts';

test.each([
  [[], ''],
  [[4], '4'],
  [[0, 1], '0,1'],
  [[2, 0, 1], '0-2'],
  [[0, 2, 3, 4, 7, 8], '0,2-4,7,8'],
])('%j is written as %j', (indexes, text) => {
  expect(formatIndexes(indexes)).toBe(text);
});

test('what was written is read again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), (indexes) => {
      expect(parseIndexes(formatIndexes(indexes))).toEqual([...indexes].sort((a, b) => a - b));
    }),
  );
});
