import { isEqual } from '../equal.ts';
import { isFields } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { type Definitions, isIntOrString, resolved, type Schema } from '../schemas/schema.ts';
import { compositionRules } from './composition-rules.ts';
import { invalid, notSupported, required, tooMany, typeInvalid } from './field-error.ts';
import { numberRules, stringRules } from './scalar-rules.ts';

/** A value, the one that it takes the place of, and where it is. */
type SchemaPlace = {
  readonly value: unknown;
  /** Undefined where there was none. */
  readonly old?: unknown;
  readonly path: string;
  readonly definitions: Definitions;
};

/**
 * What an object of a custom resource breaks of its schema, in the words of the API server. A value that hasn't
 * changed is left alone, so that a stricter schema doesn't stop other changes.
 * @see https://pkg.go.dev/k8s.io/kube-openapi/pkg/validation/errors
 */
export function brokenRules(given: Schema, place: SchemaPlace): FieldError[] {
  const { value, old, path, definitions } = place;
  if (old !== undefined && isEqual(value, old)) return [];
  const schema = resolved(given, definitions);
  if (value === null && schema.nullable) return [];
  if (isIntOrString(schema) && typeof value !== 'string' && !Number.isInteger(value))
    return [wrongType(path, value, 'integer,string')];
  if (schema.type && !isIntOrString(schema) && !hasType(value, schema.type))
    return [wrongType(path, value, schema.type)];
  return [
    ...contentRules(schema, place),
    ...(schema.enum && !schema.enum.some((one) => isEqual(one, value))
      ? [notSupported(path, value, schema.enum)]
      : []),
    ...compositionRules(schema, (inner) => brokenRules(inner, { value, path, definitions }), path),
  ];
}

function contentRules(schema: Schema, place: SchemaPlace): FieldError[] {
  const { value, path } = place;
  if (Array.isArray(value)) return listRules(value, schema, place);
  if (isFields(value)) return objectRules(value, schema, place);
  if (typeof value === 'string') return stringRules(value, schema, path);
  return typeof value === 'number' ? numberRules(value, schema, path) : [];
}

function listRules(items: readonly unknown[], schema: Schema, place: SchemaPlace): FieldError[] {
  const { minItems = 0, maxItems, uniqueItems } = schema;
  const { path, old, definitions } = place;
  const olds: readonly unknown[] = Array.isArray(old) ? old : [];
  return [
    ...items.flatMap((value, index) =>
      brokenRules(schema.items ?? {}, {
        value,
        old: olds.find((one) => isEqual(one, value)),
        path: `${path}[${index}]`,
        definitions,
      }),
    ),
    ...(items.length < minItems
      ? [invalid(path, items.length, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...(maxItems !== undefined && items.length > maxItems ? [tooMany(path, items.length, maxItems)] : []),
    ...(uniqueItems && items.some((item, index) => items.slice(0, index).some((one) => isEqual(one, item)))
      ? [invalid(path, items, `${path} in body shouldn't contain duplicates`)]
      : []),
  ];
}

function objectRules(
  fields: Readonly<Record<string, unknown>>,
  schema: Schema,
  { path, old, definitions }: SchemaPlace,
): FieldError[] {
  const { minProperties = 0, maxProperties, required: needed = [] } = schema;
  const size = Object.keys(fields).length;
  const before = isFields(old) ? old : {};
  return [
    ...needed
      .filter((name) => fields[name] === undefined || fields[name] === null)
      .map((name) => required(child(path, name))),
    ...(size < minProperties
      ? [invalid(path, size, `${path} in body should have at least ${minProperties} properties`)]
      : []),
    ...(maxProperties !== undefined && size > maxProperties ? [tooMany(path, size, maxProperties)] : []),
    ...Object.entries(fields).flatMap(([name, value]) => {
      const field = fieldOf(schema, name);
      const isMissing = value === null && needed.includes(name);
      const place = { value, old: before[name], path: child(path, name), definitions };
      return field && !isMissing ? brokenRules(field, place) : [];
    }),
  ];
}

function wrongType(path: string, value: unknown, type: string): FieldError {
  const actual = typeName(value);
  return typeInvalid(path, actual, `${path} in body must be of type ${type}: ${JSON.stringify(actual)}`);
}

function hasType(value: unknown, type: string): boolean {
  const actual = typeName(value);
  return actual === type || (type === 'number' && actual === 'integer');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

const child = (path: string, name: string): string => (path ? `${path}.${name}` : name);
