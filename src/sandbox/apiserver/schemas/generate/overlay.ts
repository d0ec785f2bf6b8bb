import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../schema.ts';

/** What to add to the schema at each path: `spec.listeners[].allowedRoutes`. */
export type Overlay = Readonly<Record<string, Schema>>;

/** @throws Error when a path isn't in the schema, or when it says what the schema says already */
export function applyOverlay(schema: Schema, overlay: Overlay): Schema {
  return Object.entries(overlay).reduce(
    (result, [path, change]) => changeAt(result, path.replaceAll('[]', '.[]').split('.'), change, path),
    schema,
  );
}

function changeAt(schema: Schema, steps: readonly string[], change: Schema, path: string): Schema {
  const [step = '', ...rest] = steps;
  const inner = step === '[]' ? schema.items : schema.properties?.[step];
  if (!inner) throw new Error(`no ${path} in the schema (at ${step})`);
  const next = rest.length ? changeAt(inner, rest, change, path) : { ...inner, ...change };
  if (isDeepStrictEqual(next, inner)) throw new Error(`${path} is as the overlay says already`);
  return step === '[]'
    ? { ...schema, items: next }
    : { ...schema, properties: { ...schema.properties, [step]: next } };
}

/** How server-side apply merges a list: by these keys. */
export const listMap = (...keys: readonly string[]): Schema => ({
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': keys,
});

/** A list of values that are each there once. */
export const listSet: Schema = { 'x-kubernetes-list-type': 'set' };

/** A map that one applier owns as a whole. */
export const atomicMap: Schema = { 'x-kubernetes-map-type': 'atomic' };
