import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardOf, weightsOf } from '../../../../src/engine/plan/shard.ts';

const files = fc.uniqueArray(
  fc.record({ file: fc.string({ minLength: 1 }), weight: fc.integer({ min: 1, max: 1000 }) }),
  { selector: ({ file }) => file, maxLength: 40 },
);
const counts = fc.integer({ min: 1, max: 12 });

function shards<T extends { readonly file: string; readonly weight: number }>(all: readonly T[], of: number) {
  return Array.from({ length: of }, (_, at) => shardOf(all, { index: at + 1, of }));
}

describe('shards', () => {
  it('have every file exactly once', () => {
    fc.assert(
      fc.property(files, counts, (all, of) => {
        const found = shards(all, of).flatMap((part) => part.map(({ file }) => file));
        expect(found.toSorted()).toEqual(all.map(({ file }) => file).toSorted());
      }),
    );
  });

  it('are the same in whatever order a machine finds the files', () => {
    fc.assert(
      fc.property(files, counts, fc.infiniteStream(fc.nat()), (all, of, random) => {
        const shuffled = all.toSorted(() => ((random.next().value ?? 0) % 3) - 1);
        const names = (part: readonly { readonly file: string }[]) => part.map(({ file }) => file).toSorted();
        expect(shards(shuffled, of).map(names)).toEqual(shards(all, of).map(names));
      }),
    );
  });

  it('keep the order of the files', () => {
    fc.assert(
      fc.property(files, counts, (all, of) => {
        for (const part of shards(all, of)) {
          const places = part.map((item) => all.indexOf(item));
          expect(places).toEqual(places.toSorted((one, other) => one - other));
        }
      }),
    );
  });

  it('differ by at most the heaviest file', () => {
    fc.assert(
      fc.property(files, counts, (all, of) => {
        const loads = shards(all, of).map((part) => part.reduce((sum, { weight }) => sum + weight, 0));
        const heaviest = Math.max(0, ...all.map(({ weight }) => weight));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(heaviest);
      }),
    );
  });
});

describe('weights', () => {
  it('are recorded milliseconds, and statements at that pace for a file without a record', () => {
    const efforts = [{ seconds: 4, statements: 10 }, { seconds: 1.5, statements: 1 }, { statements: 22 }];
    expect(weightsOf(efforts)).toEqual([4000, 1500, 11_000]);
  });

  it('are statements when nothing is recorded, and never nothing', () => {
    expect(weightsOf([{ statements: 3 }, { statements: 0 }])).toEqual([3, 1]);
  });
});
