import { isFields } from '../fields.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { type Definitions, type KindSchema, resolved, type Schema } from '../schemas/schema.ts';
import type { KubeObject } from '../store/object.ts';

/** An object of a custom resource with the defaults of its schema. */
export function withSchemaDefaults(object: KubeObject, { schema, definitions }: KindSchema): KubeObject {
  const { metadata } = object;
  return { ...(withDefaults(object, schema, definitions) as KubeObject), metadata };
}

/**
 * Fills in what a schema says of missing fields, outside in: a default may have fields with defaults of their own.
 * Nulls of fields that may not be null count as missing.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
function withDefaults(value: unknown, given: Schema, definitions: Definitions): unknown {
  const schema = resolved(given, definitions);
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, schema.items ?? {}, definitions));
  if (!isFields(value)) return value;
  const filled = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const field = fieldOf(schema, name);
    if (field && inner === null && !field.nullable) continue;
    filled.set(name, field ? withDefaults(inner, field, definitions) : inner);
  }
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field.default === undefined || filled.has(name)) continue;
    filled.set(name, withDefaults(structuredClone(field.default), field, definitions));
  }
  return Object.fromEntries(filled);
}
