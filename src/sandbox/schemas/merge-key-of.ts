import type { Kind } from '../kinds/kind.ts';
import { type KindSchema, resolved, schemaOf } from './documents.ts';
import type { Schema } from './schema.ts';

/** The schema of a field, by field names from the object's root; list items and map keys are left out of the path. */
export function schemaAt(kind: Kind, path: readonly string[]): Schema | undefined {
  const { schema, definitions } = schemaOf(kind);
  return path.reduce<Schema | undefined>(
    (here, name) => here && fieldOf(inside(here, definitions), name),
    schema,
  );

  function fieldOf(here: Schema, name: string): Schema | undefined {
    const field = here.properties?.[name] ?? here.additionalProperties;
    return field && resolved(field, definitions);
  }
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
