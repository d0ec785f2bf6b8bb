import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../../../src/engine/expectations/contains.ts';
import { isList, isMap } from '../../../../src/engine/expectations/json-map.ts';
import { objectDifferences } from '../../../../src/engine/expectations/object-match.ts';
import type { Json } from '../../../../src/engine/model/json.ts';

const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.string());
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const object = fc.dictionary(fc.string({ maxLength: 4 }), value, { minKeys: 1, maxKeys: 5 });

/** The value with keys and items left out, and items in another order; `keep` says of each whether it stays. */
function part(whole: Json, keep: () => boolean): Json {
  if (isList(whole)) {
    const kept = whole.filter(keep).map((item) => part(item, keep));
    return keep() ? kept : kept.toReversed();
  }
  if (!isMap(whole)) return whole;
  const kept = Object.entries(whole).filter(keep);
  return Object.fromEntries(kept.map(([key, item]) => [key, part(item, keep)]));
}

/** The value with the scalar of that number, counted in order, replaced by one that is nowhere else. */
function spoil(whole: Json, count: { left: number }): Json {
  if (isList(whole)) return whole.map((item) => spoil(item, count));
  if (isMap(whole))
    return Object.fromEntries(Object.entries(whole).map(([key, item]) => [key, spoil(item, count)]));
  count.left -= 1;
  return count.left === -1 ? 'nowhere else, not by chance' : whole;
}

function scalarsIn(whole: Json): number {
  return isList(whole) || isMap(whole)
    ? Object.values(whole).reduce<number>((sum, item: Json) => sum + scalarsIn(item), 0)
    : 1;
}

const place = { path: '', matches: (text: string, there: string) => text === there, unordered: true };

test('every value contains each of its parts', () => {
  fc.assert(
    fc.property(object, fc.infiniteStream(fc.boolean()), (whole, bits) => {
      const wanted = part(whole, () => bits.next().value === true);
      expect(differences(wanted, whole, place)).toEqual([]);
    }),
  );
});

test('a part with any scalar changed is not contained, and the difference says what was expected', () => {
  fc.assert(
    fc.property(object, fc.infiniteStream(fc.boolean()), fc.nat(), (whole, bits, number) => {
      const wanted = part(whole, () => bits.next().value === true);
      const scalars = scalarsIn(wanted);
      fc.pre(scalars > 0);
      const found = differences(spoil(wanted, { left: number % scalars }), whole, place);
      expect(found.length).toBeGreaterThan(0);
      expect(found.map(({ expected }) => expected).join(' ')).toMatch(/nowhere|…/);
    }),
  );
});

test('texts of a document that hold no pattern stand for themselves', () => {
  const args = { document: 1, called: 'X', apiVersion: 'v1', kind: 'X' };
  const plain = fc.string().filter((text) => !/\.\.\.|…|x|\$\{/u.test(text));
  fc.assert(
    fc.property(plain, plain, (wanted, actual) => {
      const found = objectDifferences({ ...args, object: { a: wanted } }, { a: actual }, {});
      expect(found.length === 0).toBe(wanted === actual);
    }),
  );
});
