import { isFields } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import type { Schema } from '../schemas/schema.ts';
import { duplicate } from './field-error.ts';

/**
 * Items of a custom resource's lists that must be different but aren't: by their keys in a map, as a whole in a set.
 * The first repetition of each is named.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function duplicateItems(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    return [
      ...repeated(value, schema, path),
      ...value.flatMap((item, index) => duplicateItems(item, schema.items ?? {}, `${path}[${index}]`)),
    ];
  }
  return Object.entries(isFields(value) ? value : {}).flatMap(([name, inner]) => {
    const field = fieldOf(schema, name);
    return field ? duplicateItems(inner, field, path ? `${path}.${name}` : name) : [];
  });
}

function repeated(items: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'map' && type !== 'set') return [];
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  const identities = items.map((item) => (type === 'set' ? item : keysOf(item, names)));
  const texts = identities.map((identity) => JSON.stringify(identity));
  return texts.flatMap((text, index) =>
    texts.slice(0, index).filter((earlier) => earlier === text).length === 1
      ? [duplicate(`${path}[${index}]`, identities[index])]
      : [],
  );
}

const keysOf = (item: unknown, names: readonly string[]): unknown =>
  Object.fromEntries(Object.entries(isFields(item) ? item : {}).filter(([name]) => names.includes(name)));
