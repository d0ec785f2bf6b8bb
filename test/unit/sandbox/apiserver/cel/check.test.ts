import { beforeAll, describe, expect, test } from 'vitest';
import { checkRule } from '../../../../../src/sandbox/apiserver/cel/check.ts';
import { dynType, valueTypeOf } from '../../../../../src/sandbox/apiserver/cel/cost/value-type.ts';
import { loadCel } from '../../../../../src/sandbox/apiserver/cel/library.ts';

beforeAll(loadCel);

const text = { type: 'string' } as const;
const type =
  valueTypeOf({ type: 'object', properties: { s: text, l: { type: 'array', items: text } } }, false) ??
  dynType;

// As a real API server refuses definitions with these rules.
const wrong: readonly [string, number, string][] = [
  ["self.s + 1 == 'x'", 8, "found no matching overload for '_+_' applied to '(string, int)'"],
  ['self.s == 1', 8, "found no matching overload for '_==_' applied to '(string, int)'"],
  ['!self.s', 1, "found no matching overload for '!_' applied to '(string)'"],
  ['-self.s == 1', 1, "found no matching overload for '-_' applied to '(string)'"],
  ['self.l[0] + 1 > 2', 11, "found no matching overload for '_+_' applied to '(string, int)'"],
  ['self.l.all(x, x > 1)', 17, "found no matching overload for '_>_' applied to '(string, int)'"],
  ['self.s.startsWith(1)', 18, "found no matching overload for 'startsWith' applied to 'string.(int)'"],
  ['foo(self.s)', 4, "undeclared reference to 'foo' (in container '')"],
  ['self.nope == 1', 5, "undefined field 'nope'"],
  ["self.s in ['a', 1]", 17, "expected type 'string' but found 'int'"],
  ["self.s.matches('(a')", 16, 'invalid matches argument'],
  ["duration('abc') > duration('1h')", 10, 'invalid duration argument'],
  ['other == 1', 1, "undeclared reference to 'other' (in container '')"],
];

describe('a rule that makes no sense is refused where it stands', () => {
  test.each(wrong)('%s', (rule, column, said) => {
    expect(checkRule(rule, type).problem).toBe(
      `ERROR: <input>:1:${column}: ${said}\n | ${rule}\n | ${'.'.repeat(column - 1)}^`,
    );
  });

  test('one that makes sense is not', () => {
    expect(checkRule("self.l.all(x, x != self.s) && size(self.s) >= 1 && !('>' in self.l)", type)).toEqual({
      type: 'bool',
      usesOld: false,
    });
  });
});
