import type { Registrar } from '../library.ts';

type Items = readonly unknown[];

/** Comparable values of one type: numbers, texts, times, durations. */
const compare = (a: unknown, b: unknown): number => {
  const [x, y] = [comparable(a), comparable(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const comparable = (value: unknown): bigint | number | string =>
  typeof value === 'object' && value !== null ? Number(value) : (value as bigint | number | string);

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a, plain) === JSON.stringify(b, plain));

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

const best = (items: Items, sign: 1 | -1): unknown => {
  if (items.length === 0) throw new Error(`${sign < 0 ? 'min' : 'max'} called on empty list`);
  return items.reduce((one, other) => (compare(other, one) * sign > 0 ? other : one));
};

const includes = (items: Items, item: unknown): boolean => items.some((one) => same(one, item));

class SetsNamespace {}

/**
 * Functions of lists and sets.
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library
 */
export function listFunctions(environment: Registrar): void {
  const list = (signature: string, handler: (items: Items, ...rest: unknown[]) => unknown) =>
    environment.registerFunction(`list<dyn>.${signature}`, handler);
  list('isSorted(): bool', (items) =>
    items.every((item, at) => at === 0 || compare(items[at - 1], item) <= 0),
  );
  list('sum(): dyn', (items) =>
    items.reduce<bigint | number>(
      (sum, item) => (typeof item === 'bigint' ? BigInt(sum) + item : Number(sum) + Number(item)),
      0n,
    ),
  );
  list('min(): dyn', (items) => best(items, -1));
  list('max(): dyn', (items) => best(items, 1));
  list('indexOf(dyn): int', (items, wanted) => BigInt(items.findIndex((item) => same(item, wanted))));
  list('lastIndexOf(dyn): int', (items, wanted) => BigInt(items.findLastIndex((item) => same(item, wanted))));
  environment.registerType('SetsNamespace', SetsNamespace);
  environment.registerConstant('sets', 'SetsNamespace', new SetsNamespace());
  const sets = (name: string, holds: (a: Items, b: Items) => boolean) =>
    environment.registerFunction(
      `SetsNamespace.${name}(list<dyn>, list<dyn>): bool`,
      (_sets: unknown, a: Items, b: Items) => holds(a, b),
    );
  const contains = (a: Items, b: Items) => b.every((item) => includes(a, item));
  sets('contains', contains);
  sets('equivalent', (a, b) => contains(a, b) && contains(b, a));
  sets('intersects', (a, b) => b.some((item) => includes(a, item)));
}
