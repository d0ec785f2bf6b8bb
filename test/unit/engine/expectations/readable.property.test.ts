import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/expectations/readable.ts';
import { growth, linear } from '../../../helpers/growth.ts';

test('a line of nothing but movements takes no longer than it is long', () => {
  const grown = growth(10_000, (size) => readable(`${'x'.repeat(size)}${'\b\u001b[2Ky\r'.repeat(size)}`));
  expect(grown).toBeLessThan(linear);
});
