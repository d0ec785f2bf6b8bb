import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regexFault } from '../../../../src/engine/expectations/regex-fault.ts';
import { regexSearch } from '../../../../src/engine/expectations/regex-search.ts';
import { runs } from '../../../helpers/budget.ts';

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
    { numRuns: runs(100) },
  );
});
