import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regexFault } from '../../../../src/engine/expectations/regex-fault.ts';
import { regexSearch } from '../../../../src/engine/expectations/regex-search.ts';

test.each([
  ['a{1,100} (?:[0-9]{1,3}\\.){3}[0-9]{1,3} [{}(]{2}', undefined],
  ['(?:a{1,1000}){1,1000}', 'its repetitions multiply to more than the engine can hold'],
  ['((((a{9}){9}){9}){9}){9}', 'its repetitions multiply to more than the engine can hold'],
  ['(a'.repeat(400), 'unterminated group'],
  ['a|'.repeat(600), 'it is longer than 1000 characters'],
  ['[b-a]', 'range out of order in character class'],
  ['a**', 'nothing to repeat'],
])('%s', (source, message) => {
  expect(regexFault(source)?.message).toBe(message);
});

test('what is not refused can be searched for, whatever it is', () => {
  const atom = fc.constantFrom('a', '.', '\\d', '[a-z]', '\\w', ' ', '^', '$', '\\b');
  const { expression } = fc.letrec((tie) => ({
    expression: fc.oneof(
      { maxDepth: 6 },
      atom,
      tie('expression').map((inner) => `(?:${String(inner)})`),
      fc
        .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{2}', '{1,40}', '{3,}', '|a'))
        .map((parts) => `(${parts.join(')')}`),
      fc.tuple(tie('expression'), tie('expression')).map((parts) => parts.join('')),
    ),
  }));
  fc.assert(
    fc.property(expression, (made) => {
      const source = String(made);
      if (regexFault(source) !== undefined) return;
      expect(() => regexSearch(source)('abc\nabd 1\n')).not.toThrow();
    }),
    { numRuns: 300 },
  );
});
