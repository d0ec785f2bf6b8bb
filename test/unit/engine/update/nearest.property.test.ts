import { expect, test } from 'vitest';
import { parsePattern } from '../../../../src/engine/expectations/pattern.ts';
import { byForm } from '../../../../src/engine/update/moving.ts';
import { nearestLine } from '../../../../src/engine/update/nearest.ts';
import { patternFields } from '../../../../src/engine/update/pattern-fields.ts';
import { textOf } from '../../../../src/engine/update/pieces.ts';
import { growth, linear } from '../../../helpers/growth.ts';

test('many long lines take no longer than there are lines', () => {
  const fields = patternFields(parsePattern('pod-70 10.x.x.x Failed'), {});
  const lines = Array.from(
    { length: 8000 },
    (_, index) => `ns pod-${index} 10.0.${index % 250}.7 Running ${index} restarts and more words`,
  );
  const grown = growth(2000, (size) => {
    const nearest = nearestLine(fields, lines.slice(0, size), { manner: 'within', moving: byForm });
    expect('pieces' in nearest && textOf(nearest.pieces)).toBe('pod-70 10.x.x.x Running');
  });
  expect(grown).toBeLessThan(linear);
});
