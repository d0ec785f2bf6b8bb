import { isFields } from '../apiserver/fields.ts';
import type { Kind } from '../apiserver/kind.ts';
import { schemaOf } from '../apiserver/schemas/documents.ts';
import { fieldOf } from '../apiserver/schemas/field-of.ts';
import type { Schema } from '../apiserver/schemas/schema.ts';
import type { KubeObject } from '../apiserver/store/object.ts';

type Naming = Pick<Kind, 'kind' | 'plural' | 'columns'> & Partial<Kind>;

/** A built-in kind: namespaced, version v1, strategic merge patch, unless said otherwise. */
export const builtIn = (kind: Naming): Kind => ({ ...common(kind), custom: false, ...kind });

/** A custom resource: with a status subresource, JSON merge patch, and defaults by its schema. */
export function customResource(kind: Naming): Kind {
  const named = { ...common(kind), ...kind };
  return {
    ...common(kind),
    custom: true,
    subresources: ['status'],
    default: (object) => withDefaults(object, schemaOf(named).schema) as KubeObject,
    ...kind,
  };
}

const common = ({ kind }: Naming) =>
  ({
    group: '',
    versions: ['v1'],
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    subresources: [],
  }) as const;

/**
 * Fills in what a schema says of missing fields, outside in: a default may have fields with defaults of their own.
 * Nulls of fields that have a default count as missing; other nulls are left out.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
function withDefaults(value: unknown, schema: Schema): unknown {
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
