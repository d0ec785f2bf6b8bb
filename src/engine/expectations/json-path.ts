import type { Json } from '../model/json.ts';
import { isMap } from './json-map.ts';

/** One step of a path: a key of an object, an index of a list (from the end when negative), or every item of it. */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' };

/** What stands at a path: each value with where it is. `missing` says up to where the path leads nowhere. */
type Found = { readonly path: string; readonly value: Json } | { readonly missing: string };

/** A key after a dot, `["a key"]`, `[0]` or `[*]`. @see https://jqlang.org/manual/#object-identifier-index */
const step = /\.([A-Za-z_][\w-]*)|\.?\["((?:[^"\\]|\\.)*)"\]|\.?\[(-?\d{1,9})\]|\.?\[(\*?)\]/y;

/**
 * Reads a path from the start of a text: `.items[*].status.phase`; `.` alone is the whole document.
 * @returns The steps and where the path ends; undefined when no path begins there.
 */
export function parsePath(
  text: string,
): { readonly steps: readonly PathStep[]; readonly end: number } | undefined {
  if (!text.startsWith('.')) return undefined;
  const steps: PathStep[] = [];
  step.lastIndex = 0;
  let end = 0;
  for (let match = step.exec(text); match; match = step.exec(text)) {
    steps.push(stepOf(match));
    end = step.lastIndex;
  }
  return { steps, end: end || 1 };
}

function stepOf([, key, quoted, index]: RegExpExecArray): PathStep {
  if (key !== undefined) return { kind: 'key', key };
  if (quoted !== undefined) return { kind: 'key', key: quoted.replace(/\\(.)/g, '$1') };
  return index === undefined ? { kind: 'every' } : { kind: 'index', index: Number(index) };
}

/** Whether a path leads to several values. */
export function hasEvery(steps: readonly PathStep[]): boolean {
  return steps.some(({ kind }) => kind === 'every');
}

/** The values at a path. An empty list has none at `[*]`; a step that leads nowhere gives one `missing`. */
export function valuesAt(document: Json, steps: readonly PathStep[]): readonly Found[] {
  let found: readonly Found[] = [{ path: '', value: document }];
  for (const each of steps)
    found = found.flatMap((place) => ('missing' in place ? [place] : go(place, each)));
  return found.map((place) => ('missing' in place ? place : { ...place, path: place.path || '.' }));
}

function go({ path, value }: Extract<Found, { value: Json }>, each: PathStep): readonly Found[] {
  switch (each.kind) {
    case 'key': {
      const at = keyPath(path, each.key);
      const has = isMap(value) && Object.hasOwn(value, each.key);
      return [has ? { path: at, value: value[each.key] ?? null } : { missing: at }];
    }
    case 'index': {
      const at = `${path}[${each.index}]`;
      const item = Array.isArray(value) ? value.at(each.index) : undefined;
      return [item === undefined ? { missing: at } : { path: at, value: item as Json }];
    }
    case 'every':
      if (!Array.isArray(value)) return [{ missing: `${path}[*]` }];
      return value.map((item: Json, index) => ({ path: `${path}[${index}]`, value: item }));
    default:
      return each satisfies never;
  }
}

/** The path of a key below another path, which is empty for the document itself. */
export function keyPath(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
