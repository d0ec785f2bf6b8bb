import type { Json } from '../model/json.ts';
import { isList, isMap } from './json-map.ts';
import { keyPath } from './json-path.ts';

/** Characters of a value that are shown. */
const shownLength = 80;

/** Keys that tell the items of a list apart, the usual first. */
const labelKeys = ['name', 'type', 'key', 'port', 'containerPort', 'hostname', 'ip', 'value'] as const;

/** A value on one line, as JSON; a long one is cut. */
export function show(value: Json): string {
  const text = JSON.stringify(value);
  const characters = [...text];
  return characters.length > shownLength ? `${characters.slice(0, shownLength - 1).join('')}…` : text;
}

/** What tells an item of a list apart from the others: its name, or else its type and so on; not of a scalar. */
export function itemLabel(item: Json): { readonly key: string; readonly value: string | number } | undefined {
  if (!isMap(item)) return undefined;
  for (const key of labelKeys) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return { key, value };
  }
  return undefined;
}

/** Every value that a part of an object asks for, as `.path = value`, in order; what only tells items apart is in the path. */
export function claims(wanted: Json, path = ''): readonly string[] {
  if (isList(wanted)) return wanted.flatMap((item, index) => itemClaims(item, path, index));
  if (!isMap(wanted)) return [`${path} = ${show(wanted)}`];
  const entries = Object.entries(wanted);
  return entries.length === 0 && path !== ''
    ? [path]
    : entries.flatMap(([key, value]) => claims(value, keyPath(path, key)));
}

function itemClaims(item: Json, path: string, index: number): readonly string[] {
  const label = itemLabel(item);
  if (label === undefined || !isMap(item)) return claims(item, `${path}[${index}]`);
  const { [label.key]: _, ...rest } = item;
  const at = `${path}[${label.key}=${label.value}]`;
  return Object.keys(rest).length === 0 ? [at] : claims(rest, at);
}
