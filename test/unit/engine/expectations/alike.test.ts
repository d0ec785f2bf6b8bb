import { expect, test } from 'vitest';
import { codePoints, lineLike, looksLike } from '../../../../src/engine/expectations/alike.ts';

test.each([
  ['caf\u00e9', 'cafe\u0301'],
  ['foobar', 'foo\u200bbar'],
  ['a b', 'a\u00a0b'],
  ['\tcmd', '    cmd'],
  ['a', 'a\r'],
  ['a', 'a '],
])('%j and %j look the same, and are told apart by their code points', (one, other) => {
  expect(looksLike(one, other)).toBe(true);
  expect(codePoints(one)).not.toBe(codePoints(other));
  expect(`${codePoints(one)}${codePoints(other)}`).toMatch(/<U\+[0-9A-F]{4}>/);
});

test.each([
  ['a', 'a'],
  ['a', 'b'],
  ['9', '9.5'],
])('%j and %j do not', (one, other) => {
  expect(looksLike(one, other)).toBe(false);
});

test('the line in which a text only seems to stand is found', () => {
  expect(lineLike('caf\u00e9', ['tea', 'a cafe\u0301 here'])).toBe('a cafe\u0301 here');
  expect(lineLike('caf\u00e9', ['a caf\u00e9 here'])).toBeUndefined();
  expect(lineLike('9', ['9.5'])).toBeUndefined();
});
