import { fieldOf } from './field-of.ts';
import { type Definitions, type KindSchema, resolved, type Schema } from './schema.ts';

/** The schema of a field, by field names from the object's root; list items are left out of the path. */
export function schemaAt({ schema, definitions }: KindSchema, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (here, name) => here && fieldOf(inside(here, definitions), name),
    schema,
  );
}

/** The fields of a list are those of its items. */
function inside(schema: Schema, definitions: Definitions): Schema {
  const here = resolved(schema, definitions);
  return here.items ? inside(here.items, definitions) : here;
}

/**
 * The field by which a strategic merge patch tells items of the list at `path` apart; undefined for lists that are
 * replaced whole.
 */
export function mergeKeyOf(kind: KindSchema, path: readonly string[]): string | undefined {
  const { 'x-kubernetes-patch-strategy': strategy = '', 'x-kubernetes-patch-merge-key': key } =
    schemaAt(kind, path) ?? {};
  return strategy.split(',').includes('merge') ? key : undefined;
}
