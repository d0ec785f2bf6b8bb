import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDiagram } from '../../../../src/engine/diagram/read-diagram.ts';
import { runs } from '../../../helpers/budget.ts';

it('a diagram is read without an exception, whatever the text, and problems point into it', () => {
  const word = fc.constantFrom(
    'a',
    'b',
    'east',
    'a: x',
    '|',
    '-->',
    '..>',
    '--x',
    '=>',
    ':',
    '  ',
    '\n',
    '\n  ',
    '\n\n',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const rows = text.split('\n');
      for (const { line, from, to } of readDiagram(text).problems) {
        expect(rows[line]).toBeDefined();
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(Math.max(1, rows[line]?.length ?? 0));
        expect(from).toBeLessThan(to);
      }
    }),
    { numRuns: runs(1000) },
  );
});
