import { describe, expect, test } from 'vitest';
import { regularExpression } from '../../../../../src/sandbox/apiserver/schemas/regular-expression.ts';

/** A pattern in Go's syntax, what it matches and what it doesn't. */
const patterns: readonly [string, readonly string[], readonly string[]][] = [
  ['^(?i)(abort|warn)?$', ['', 'Abort', 'WARN'], ['stop']],
  ['^((?i)may|june)(:x)?$', ['MAY', 'June:x'], ['MAY:X']],
  ['^(?i:a)b$', ['ab', 'Ab'], ['aB']],
  ['(?i)^[a-c]\\d[^x]$', ['A1y', 'c2Y'], ['d1y', 'a1X', 'a1x']],
  ['(?s)^a.b$', ['a\nb'], ['ab']],
  ['^a.b$', ['a\tb'], ['a\nb']],
  ['(?m)^b$', ['a\nb\nc'], ['ab']],
  ['^(?P<year>[[:digit:]]{4})-[[:alpha:]_]+$', ['2026-may_'], ['26-may']],
  ['\\A\\Qa.b\\E\\z', ['a.b'], ['axb', 'a.b\n']],
  ['^[]x]+$', [']x'], ['y']],
  ['^[[x]+$', ['[x'], ['y']],
  ['^[\\w.-]+\\.[a-z]{2,}$', ['a-b.example'], ['a b.c']],
  ['^/[-\\w]*$', ['/a-b'], ['a']],
];

describe('a pattern in the syntax of Go', () => {
  test.each(patterns)('%s means the same', (pattern, matching, others) => {
    const expression = regularExpression(pattern);
    expect(matching.filter((text) => !expression.test(text))).toEqual([]);
    expect(others.filter((text) => expression.test(text))).toEqual([]);
  });

  test.each(['(', '[a', 'a**', '(?<=a)b', '(?=a)', '(a)\\1'])(
    'that Go refuses, %s, is refused',
    (pattern) => {
      expect(() => regularExpression(pattern)).toThrow(SyntaxError);
    },
  );
});
