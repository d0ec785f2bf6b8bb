/**
 * A stretch of a field that will be another one next time. In an `address` each number stands for itself; anything
 * else is a gap.
 */
export type Hole = {
  readonly from: number;
  readonly to: number;
  readonly kind: 'gap' | 'address';
  /** Of a hole that goes over several words, such as a date: which one of its line. */
  readonly moment?: number;
};

/** The letters and digits of Kubernetes' random names: without vowels and what is mistaken for others. @see k8s.io/apimachinery util/rand */
const random = '[bcdfghjklmnpqrstvwxz2456789]';

/** Forms of what changes from run to run, what is told most surely first. */
const forms: readonly (readonly [RegExp, Hole['kind']])[] = [
  // 2026-01-31T12:00:00.123Z, 2026-01-31, 12:00:00, and seconds or milliseconds since 1970.
  [/\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?/g, 'gap'],
  [/\d{1,2}:\d\d:\d\d(?:[.,]\d+)?/g, 'gap'],
  [/1\d{9}(?:\d{3})?(?:\.\d+)?/g, 'gap'],
  // UUIDs, digests, other long hexadecimal numbers.
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'gap'],
  [/(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12,}/gi, 'gap'],
  [/\d{1,3}(?:\.\d{1,3}){3}(?!\.\d)/g, 'address'],
  [/(?=[0-9a-f:]*(?:::|(?:[0-9a-f]+:){7}))[0-9a-f:]{4,}/gi, 'gap'],
  // Hashes of pods and ReplicaSets, and the random ends of other names.
  [new RegExp(`(?<=[a-z0-9]-)(?:${random}{6,10}|[0-9a-f]{8,10})-${random}{5}`, 'g'), 'gap'],
  [new RegExp(`(?<=[a-z0-9]-)(?=[a-z]*\\d)(?:${random}{8,10}|[0-9a-f]{8,10})`, 'g'), 'gap'],
  [new RegExp(`(?<=[a-z0-9]-)(?!https)${random}{5}(?=$|[^\\w-])`, 'g'), 'gap'],
  // Ages and durations: 5m3s, 12d, 0.3s, 40ms.
  [/\d+(?:\.\d+)?(?:ns|us|µs|ms|[smhdy])(?:\d+(?:\.\d+)?(?:ms|[smhd]))*/g, 'gap'],
];

/** The stretches of a field (a word between blanks) that will be others next time, in order. */
export function holesIn(field: string): readonly Hole[] {
  const holes: Hole[] = [];
  for (const [form, kind] of forms) {
    for (const { index: from, 0: found } of field.matchAll(form)) {
      const hole = { from, to: from + found.length, kind };
      if (isWhole(field, hole) && !holes.some((other) => overlap(other, hole))) holes.push(hole);
    }
  }
  return holes.toSorted((one, other) => one.from - other.from);
}

/** A part of a longer word or number is no such thing, whatever it looks like. */
function isWhole(field: string, { from, to }: Hole): boolean {
  return !/[\p{L}\p{N}_]/u.test(field.charAt(from - 1)) && !/[\p{L}\p{N}_]/u.test(field.charAt(to));
}

function overlap(one: Hole, other: Hole): boolean {
  return one.from < other.to && other.from < one.to;
}
