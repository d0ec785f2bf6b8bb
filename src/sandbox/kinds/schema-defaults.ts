import { fieldOf } from '../schemas/field-of.ts';
import type { Schema } from '../schemas/schema.ts';
import { isFields } from './fields.ts';

/**
 * Fills in what a schema says of missing fields, outside in: a default may have fields with defaults of their own.
 * Nulls of fields that have a default count as missing; other nulls are left out.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, schema.items ?? {}));
  if (!isFields(value)) return value;
  const filled = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const field = fieldOf(schema, name);
    if (field && inner === null && !(schema.required ?? []).includes(name)) continue;
    filled.set(name, field ? withDefaults(inner, field) : inner);
  }
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field.default !== undefined && !filled.has(name)) {
      filled.set(name, withDefaults(structuredClone(field.default), field));
    }
  }
  return Object.fromEntries(filled);
}
