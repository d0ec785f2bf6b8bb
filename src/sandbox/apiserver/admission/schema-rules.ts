import { isFields } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import type { Schema } from '../schemas/schema.ts';
import { invalid, notSupported, required, tooLong, tooMany, typeInvalid } from './field-error.ts';

/**
 * What an object of a custom resource breaks of its schema, in the words of the API server.
 * @see https://pkg.go.dev/k8s.io/kube-openapi/pkg/validation/errors
 */
export function brokenRules(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || Number.isInteger(value)
      ? []
      : [wrongType(path, value, 'integer,string')];
  }
  if (!schema.type) return [];
  if (!hasType(value, schema.type)) return [wrongType(path, value, schema.type)];
  if (Array.isArray(value)) return listRules(value, schema, path);
  if (isFields(value)) return objectRules(value, schema, path);
  const rules =
    typeof value === 'string' ? stringRules(value, schema, path) : numberRules(value, schema, path);
  return schema.enum && !schema.enum.includes(value)
    ? [...rules, notSupported(path, value, schema.enum)]
    : rules;
}

function listRules(items: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const { minItems = 0, maxItems } = schema;
  return [
    ...(items.length < minItems
      ? [invalid(path, items, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...(maxItems !== undefined && items.length > maxItems ? [tooMany(path, items.length, maxItems)] : []),
    ...items.flatMap((item, index) => brokenRules(item, schema.items ?? {}, `${path}[${index}]`)),
  ];
}

function objectRules(fields: Readonly<Record<string, unknown>>, schema: Schema, path: string): FieldError[] {
  const { minProperties = 0, maxProperties } = schema;
  const size = Object.keys(fields).length;
  return [
    ...(schema.required ?? [])
      .filter((name) => fields[name] === undefined || fields[name] === null)
      .map((name) => required(child(path, name))),
    ...(size < minProperties
      ? [invalid(path, fields, `${path} in body should have at least ${minProperties} properties`)]
      : []),
    ...(maxProperties !== undefined && size > maxProperties ? [tooMany(path, size, maxProperties)] : []),
    ...Object.entries(fields).flatMap(([name, value]) => {
      const field = fieldOf(schema, name);
      const isMissing = value === null && (schema.required ?? []).includes(name);
      return field && !isMissing ? brokenRules(value, field, child(path, name)) : [];
    }),
  ];
}

function stringRules(value: string, schema: Schema, path: string): FieldError[] {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const length = [...value].length;
  const errors: FieldError[] = [];
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(path, maxLength));
  if (length < minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  }
  if (format === 'date-time' && Number.isNaN(Date.parse(value))) {
    errors.push(invalid(path, value, `${path} in body must be of type date-time: ${JSON.stringify(value)}`));
  }
  return errors;
}

function numberRules(value: unknown, { minimum, maximum }: Schema, path: string): FieldError[] {
  if (typeof value !== 'number') return [];
  if (maximum !== undefined && value > maximum) {
    return [invalid(path, value, `${path} in body should be less than or equal to ${maximum}`)];
  }
  return minimum !== undefined && value < minimum
    ? [invalid(path, value, `${path} in body should be greater than or equal to ${minimum}`)]
    : [];
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
