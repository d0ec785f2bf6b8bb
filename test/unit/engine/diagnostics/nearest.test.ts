import { expect, test } from 'vitest';
import { nearest } from '../../../../src/engine/diagnostics/nearest.ts';

test.each([
  ['withn', 'within'],
  ['tiemout', 'timeout'],
  ['NAME', 'name'],
  ['skp', 'skip'],
  ['completely', undefined],
  ['x', undefined],
  ['', undefined],
])('%s is taken for %s', (word, expected) => {
  expect(nearest(word, ['name', 'skip', 'timeout', 'within'])).toBe(expected);
});
