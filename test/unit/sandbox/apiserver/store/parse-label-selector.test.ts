import { expect, test } from 'vitest';
import { ApiError } from '../../../../../src/sandbox/apiserver/store/api-error.ts';
import { parseLabelSelector } from '../../../../../src/sandbox/apiserver/store/parse-label-selector.ts';

test('a label selector has a part for each key', () => {
  expect(parseLabelSelector('app=web, tier!=db,env in (a, b),!legacy,new,n>1')).toEqual([
    { key: 'app', operator: 'in', values: ['web'] },
    { key: 'tier', operator: 'notin', values: ['db'] },
    { key: 'env', operator: 'in', values: ['a', 'b'] },
    { key: 'legacy', operator: 'doesnotexist', values: [] },
    { key: 'new', operator: 'exists', values: [] },
    { key: 'n', operator: 'gt', values: ['1'] },
  ]);
  expect(parseLabelSelector('')).toEqual([]);
});

/** Selector, and what a real server says of it. */
test.each([
  ['a=b=c', "found '=', expected: ',' or 'end of string'"],
  ['=b', "found '=', expected: !, identifier, or 'end of string'"],
  ['a in', "unable to parse requirement: found '' expected: '('"],
  ['a in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a,,b', "found ',', expected: identifier after ','"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['!a=b', "found '=', expected: ',' or 'end of string'"],
  ['a in (x,y))', "found ')', expected: ',' or 'end of string'"],
  [
    'a>x',
    "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
])('%s is refused', (text, message) => {
  expect(() => parseLabelSelector(text)).toThrow(new ApiError(400, 'BadRequest', message));
});

test('a long selector takes as long as it is: sixteen times the length, not its square', () => {
  const spent = (count: number): number => {
    const text = Array.from({ length: count }, (_, index) => `key-${index} in (a,b)`).join(',');
    const before = process.cpuUsage();
    for (let turn = 0; turn < 20; turn++) parseLabelSelector(text);
    return process.cpuUsage(before).user;
  };
  spent(500);
  expect(spent(8000) / spent(500)).toBeLessThan(16 * 6);
});
