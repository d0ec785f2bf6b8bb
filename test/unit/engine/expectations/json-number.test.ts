import { expect, test } from 'vitest';
import {
  compareNumbers,
  isNumber,
  isSameScalar,
  parseJson,
} from '../../../../src/engine/expectations/json-number.ts';

test.each([
  ['12345678901234567890', '12345678901234567890', 0],
  ['12345678901234567890', '12345678901234567891', -1],
  ['9007199254740993', '9007199254740992', 1],
  ['1.0', '1', 0],
  ['1e2', '100', 0],
  ['0.1', '0.10000000000000001', -1],
  ['-12345678901234567890', '-12345678901234567891', 1],
  ['1e400', '1e399', 1],
  ['10e399', '1e400', 0],
  ['-0', '0', 0],
  ['-1', '1', -1],
])('%s beside %s is %d', (one, other, order) => {
  const [left, right] = [parseJson(one), parseJson(other)];
  expect(isNumber(left) && isNumber(right) && Math.sign(compareNumbers(left, right)) + 0).toBe(order);
  expect(isSameScalar(left, right)).toBe(order === 0);
});

test('a document is written as it was read', () => {
  const text = '{"id":12345678901234567890,"n":1.5,"s":"12345678901234567890"}';
  expect(JSON.stringify(parseJson(text))).toBe(text);
});
