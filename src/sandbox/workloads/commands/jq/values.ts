import { JqError, type Json, type Path } from './ast.ts';

type Fields = { readonly [key: string]: Json };

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}

/** A value as errors show it. */
export const shown = (value: Json): string => {
  const text = JSON.stringify(value);
  return `${typeOf(value)} (${text.length > 11 ? `${text.slice(0, 10)}...` : text})`;
};

export const isTrue = (value: Json): boolean => value !== null && value !== false;

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const keysOf = (value: Fields): readonly string[] => Object.keys(value).toSorted(byCode);

const ranks = ['null', 'false', 'true', 'number', 'string', 'array', 'object'];
const rank = (value: Json): number =>
  ranks.indexOf(typeof value === 'boolean' ? String(value) : typeOf(value));

/** The order of all values: null, false, true, numbers, strings, arrays, objects. */
export function compare(a: Json, b: Json): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return byCode(a, b);
  if (isList(a) && isList(b)) return compareLists(a, b);
  if (!isObject(a) || !isObject(b)) return 0;
  const [left, right] = [keysOf(a), keysOf(b)];
  return (
    compareLists(left, right) ||
    compareLists(
      left.map((key) => a[key] ?? null),
      right.map((key) => b[key] ?? null),
    )
  );
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (const [index, item] of a.entries()) {
    if (index >= b.length) return 1;
    const order = compare(item, b[index] ?? null);
    if (order) return order;
  }
  return a.length - b.length;
}

/** A part of a value. @throws JqError */
export function part(value: Json, at: Json): Json {
  if (value === null && (typeof at === 'string' || typeof at === 'number' || isObject(at))) return null;
  if (isObject(value) && typeof at === 'string') return Object.hasOwn(value, at) ? (value[at] ?? null) : null;
  if (typeof value === 'string' && isObject(at)) return slice(value, at);
  const found = isList(value) ? partOfList(value, at) : undefined;
  if (found !== undefined) return found;
  const key = typeof at === 'string' ? JSON.stringify(at) : typeOf(at);
  throw new JqError(`Cannot index ${typeOf(value)} with ${key}`);
}

function partOfList(list: readonly Json[], at: Json): Json | undefined {
  if (typeof at === 'number') return list[Math.floor(at < 0 ? list.length + at : at)] ?? null;
  if (isList(at)) return indices(list, at);
  return isObject(at) ? slice(list, at) : undefined;
}

export function indices(value: readonly Json[], wanted: readonly Json[]): Json {
  if (!wanted.length) return null;
  return value.flatMap((_item, index) =>
    wanted.every(
      (one, step) => index + step < value.length && compare(one, value[index + step] ?? null) === 0,
    )
      ? [index]
      : [],
  );
}

function slice(value: readonly Json[] | string, at: Fields): Json {
  const letters = typeof value === 'string' ? [...value] : value;
  const [start, end] = bounds(letters.length, at);
  const found = letters.slice(start, end);
  return typeof value === 'string' ? found.join('') : found;
}

function bounds(length: number, { start: from, end: to }: Fields): readonly [number, number] {
  const place = (at: Json | undefined, otherwise: number): number =>
    typeof at === 'number' ? Math.max(0, Math.min(length, at < 0 ? length + at : at)) : otherwise;
  const start = Math.floor(place(from, 0));
  return [start, Math.max(start, Math.ceil(place(to, length)))];
}

export const partAt = (value: Json, path: Path): Json =>
  path.reduce((here: Json, at) => part(here, at), value);

/** The value with another part at a path. */
export function withPart(value: Json, [at, ...rest]: Path, change: (part: Json) => Json): Json {
  if (at === undefined) return change(value);
  const inner = (old: Json): Json => withPart(old, rest, change);
  if (typeof at === 'string' && (value === null || isObject(value)))
    return { ...value, [at]: inner(part(value, at)) };
  if (value === null || isList(value)) {
    if (typeof at === 'number') return withItem(value ?? [], at, inner);
    if (isObject(at)) return withSlice(value ?? [], at, inner);
  }
  part(value, at);
  throw new JqError(`Cannot index ${typeOf(value)} with ${typeOf(at)}`);
}

function withItem(list: readonly Json[], at: number, change: (item: Json) => Json): Json {
  const copy = [...list];
  const index = at < 0 ? copy.length + at : at;
  if (index < 0) throw new JqError('Out of bounds negative array index');
  while (copy.length < index) copy.push(null);
  copy[index] = change(copy[index] ?? null);
  return copy;
}

function withSlice(list: readonly Json[], at: Fields, change: (slice: Json) => Json): Json {
  const [start, end] = bounds(list.length, at);
  const changed = change(list.slice(start, end));
  if (!isList(changed)) throw new JqError('A slice of an array can only be assigned another array');
  return [...list.slice(0, start), ...changed, ...list.slice(end)];
}

/** The value without what is at some paths. */
export const without = (value: Json, paths: readonly Path[]): Json =>
  paths.toSorted((a, b) => compareLists(b, a)).reduce(withoutOne, value);

function withoutOne(value: Json, path: Path): Json {
  const [at] = path.slice(-1);
  if (at === undefined || value === null) return null;
  const parent = path.slice(0, -1);
  if (partAt(value, parent) === null) return value;
  return withPart(value, parent, (old) => {
    if (isObject(old) && typeof at === 'string') {
      const { [at]: _gone, ...left } = old;
      return left;
    }
    if (isList(old) && typeof at === 'number')
      return old.filter((_item, index) => index !== (at < 0 ? old.length + at : at));
    if (isList(old) && isObject(at)) {
      const [start, end] = bounds(old.length, at);
      return [...old.slice(0, start), ...old.slice(end)];
    }
    throw new JqError(
      `Cannot delete field at ${typeof at === 'string' ? 'object' : 'array'} index of ${typeOf(old)}`,
    );
  });
}

/** Says what a list or an object is made of. */
export const membersOf = (value: Json): readonly Json[] => {
  if (isList(value)) return value;
  if (isObject(value)) return keysOf(value).map((key) => value[key] ?? null);
  throw new JqError(`Cannot iterate over ${typeOf(value)}`);
};
