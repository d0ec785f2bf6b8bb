import type { Kind } from '../kind.ts';
import { resolved, type Schema } from '../schemas/schema.ts';
import { schemaAt } from '../schemas/schema-at.ts';
import type { IsAlwaysThere } from './containers.ts';
import type { Ownership, OwnershipOf } from './field-paths.ts';

/**
 * How fields of a kind are owned in server-side apply.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function ownershipOfKind(kind: Kind): OwnershipOf {
  const schema = kind.schemaOf();
  // One object asks for the same places again and again.
  const known = new Map<string, Ownership>();
  return (names) => {
    const path = names.join('\0');
    const found = known.get(path) ?? ownershipOf(schemaAt(schema, names), schema.definitions);
    known.set(path, found);
    return found;
  };
}

/**
 * Which fields of a kind are there even when nobody has set them: Go's structs that aren't pointers, which have an empty
 * default, and what is written whether it is empty or not.
 */
export function alwaysThereOf(kind: Kind): IsAlwaysThere {
  const schema = kind.schemaOf();
  return (names) => {
    if (names.length === 1 && names[0] === 'metadata') return true;
    if (kind.custom && names[0] !== 'metadata') return false;
    const field = schemaAt(schema, names);
    const parent = schemaAt(schema, names.slice(0, -1));
    const isStruct = typeof field?.default === 'object' && field.default !== null;
    return isStruct || (parent ? isRequired(parent, schema.definitions, names.at(-1) ?? '') : false);
  };
}

function isRequired(parent: Schema, definitions: Parameters<typeof resolved>[1], name: string): boolean {
  const schema = resolved(parent, definitions);
  const fields = schema.items ? resolved(schema.items, definitions) : schema;
  return fields.required?.includes(name) ?? false;
}

/** What a field says beside a reference counts before what it refers to says. */
function ownershipOf(field: Schema | undefined, definitions: Parameters<typeof resolved>[1]): Ownership {
  if (!field) return 'granular';
  const schema = { ...resolved(field, definitions), ...field };
  if (schema['x-kubernetes-map-type'] === 'atomic') return 'atomic';
  const { 'x-kubernetes-list-type': list, 'x-kubernetes-list-map-keys': keys } = schema;
  if (list === 'map' && keys?.length) return { keys };
  if (list === 'set') return 'set';
  return schema.type === 'array' ? 'atomic' : 'granular';
}
