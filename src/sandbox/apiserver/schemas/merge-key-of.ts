import type { Kind } from '../kind.ts';
import { type KindSchema, resolved, schemaOf } from './documents.ts';
import { fieldOf } from './field-of.ts';
import type { Schema } from './schema.ts';

/** The schema of a field, by field names from the object's root; list items are left out of the path. */
function schemaAt(kind: Kind, path: readonly string[]): Schema | undefined {
  const { schema, definitions } = schemaOf(kind);
  return path.reduce<Schema | undefined>((here, name) => {
    const field = here && fieldOf(inside(here, definitions), name);
    return field && resolved(field, definitions);
  }, schema);
}

/** The fields of a list are those of its items. */
function inside(schema: Schema, definitions: KindSchema['definitions']): Schema {
  const here = resolved(schema, definitions);
  return here.items ? inside(here.items, definitions) : here;
}

/**
 * The field by which items of the list at `path` (field names; list items left out) are told apart when patches and
 * applies merge it; undefined for lists that are replaced whole. Where there are several, the first.
 */
export const mergeKeyOf = (kind: Kind, path: readonly string[]): string | undefined =>
  schemaAt(kind, path)?.['x-kubernetes-list-map-keys']?.[0];
