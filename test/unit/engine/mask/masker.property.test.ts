import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodings } from '../../../../src/engine/mask/encodings.ts';
import { createMasker } from '../../../../src/engine/mask/masker.ts';
import { runs } from '../../../helpers/budget.ts';
import { inPieces } from './in-pieces.ts';

describe('a masker', () => {
  it('masks pieces exactly as the whole, whatever the secrets and the pieces', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ';'), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(
        fc.array(short, { maxLength: 4 }),
        fc.array(short, { maxLength: 12 }),
        (secrets, pieces) => {
          expect(inPieces(secrets, pieces)).toBe(createMasker(secrets).text(pieces.join('')));
        },
      ),
      { numRuns: runs(350, 50_000) },
    );
  });

  /** A secret that no text around it holds by chance. */
  const secret = fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.stringMatching(/^[A-Za-z0-9]{10}$/))
    .map(([any, letters]) => `${letters.slice(0, 5)}${any}${letters.slice(5)}`)
    .filter((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f]/.test(text));

  const encode = fc.constantFrom<((text: string) => readonly string[])[]>(
    (text) => [text],
    ...encodings.map(({ forms }) => forms),
  );

  /** Colours at some places, as `grep --color` and prompts put them. */
  const colored = fc.array(
    fc.tuple(fc.nat(60), fc.constantFrom('\u001b[01;31m\u001b[K', '\u001b[m', '\u001b[0m')),
    {
      maxLength: 4,
    },
  );

  const around = fc.string({ unit: fc.constantFrom(...'xyz :=",{}\n'), maxLength: 12 });

  it('leaves nothing of a random secret, however it is encoded, coloured and cut into pieces', () => {
    fc.assert(
      fc.property(secret, encode, colored, around, around, fc.integer({ min: 1, max: 40 }), (...given) => {
        const [value, forms, colors, before, behind, size] = given;
        for (const form of forms(value).filter((each) => each.length > 4)) {
          const painted = colors
            .toSorted(([one], [other]) => other - one)
            .reduce((text, [at, color]) => text.slice(0, at) + color + text.slice(at), form);
          const text = before + painted + behind;
          const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
          const plain = inPieces([value], pieces).replace(/\u001b\[[\d;]*[mK]/g, '');
          expect(plain).not.toContain(form);
          expect(plain).toContain('***');
        }
      }),
      { numRuns: runs(100, 20_000) },
    );
  });

  it('finds base64 of a secret at any place of any text', () => {
    fc.assert(
      fc.property(secret, around, around, (value, before, behind) => {
        const whole = Buffer.from(before + value + behind).toString('base64');
        const masked = createMasker([value]).text(whole);
        expect(masked).toContain('***');
        // What remains says nothing but what stood around it, and two characters at each border.
        const most = Math.ceil((before.length + behind.length) / 3) * 4 + 12;
        expect(masked.replaceAll('***', '').length).toBeLessThanOrEqual(most);
      }),
      { numRuns: runs(170, 20_000) },
    );
  });
});
