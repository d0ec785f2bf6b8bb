import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/engine/mask/masker.ts';

function inPieces(secrets: readonly string[], pieces: readonly string[]): string {
  const stream = createMasker(secrets).stream();
  return pieces.map((piece) => stream.push(piece)).join('') + stream.flush();
}

describe('a masker', () => {
  it('finds a secret across the borders of pieces of every size', () => {
    const secrets = ['s3cret', 's3cret-and-longer', 'pässwörd', 'token with blanks'];
    const text = `a s3cret b s3cret-and-longer c pässwörd d ${btoa('s3cret')} e token%20with%20blanks s3cre s3cret`;
    const masked = 'a *** b *** c *** d *** e *** s3cre ***';
    expect(createMasker(secrets).text(text)).toBe(masked);
    for (let size = 1; size <= text.length; size++) {
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      expect(inPieces(secrets, pieces)).toBe(masked);
    }
  });

  it('masks pieces exactly as the whole, whatever the secrets and the pieces', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(
        fc.array(short, { maxLength: 4 }),
        fc.array(short, { maxLength: 12 }),
        (secrets, pieces) => {
          expect(inPieces(secrets, pieces)).toBe(createMasker(secrets).text(pieces.join('')));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('holds back only what may become a secret', () => {
    const stream = createMasker(['s3cret']).stream();
    expect(stream.push('prompt> ')).toBe('prompt> ');
    expect(stream.push('it is s3c')).toBe('it is ');
    expect(stream.push('ond')).toBe('s3cond');
    expect(stream.flush()).toBe('');
  });

  it('leaves values of fewer than four bytes alone', () => {
    expect(createMasker(['abc', '', 'ü']).text('abc ü')).toBe('abc ü');
    expect(createMasker(['üü']).text('üü')).toBe('***');
  });
});
