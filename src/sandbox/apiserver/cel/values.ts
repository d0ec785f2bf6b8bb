import { isFields } from '../fields.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { isIntOrString, type Schema } from '../schemas/schema.ts';
import { celLibrary } from './library.ts';

/** Words that an expression can't have as the name of a field. */
const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/**
 * The name of a field as expressions write it: `foo__dot__bar` for `foo.bar`.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#escaping
 */
export function escapeName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

/** A JSON value as expressions see it: whole numbers, times, durations and bytes by what its schema says. */
export function celValue(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema.items ?? {}));
  if (isFields(value)) return fieldsOf(value, schema);
  if (typeof value === 'number') return isWhole(value, schema) ? BigInt(value) : value;
  if (typeof value === 'string') return textOf(value, schema);
  return value;
}

const isWhole = (value: number, schema: Schema): boolean =>
  Number.isInteger(value) &&
  (schema.type === 'integer' || isIntOrString(schema) || schema.type === undefined);

function fieldsOf(
  fields: Readonly<Record<string, unknown>>,
  schema: Schema,
): Readonly<Record<string, unknown>> {
  const { properties } = schema;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === null && !fieldOf(schema, name)?.nullable) return [];
      const isDeclared = properties !== undefined && Object.hasOwn(properties, name);
      const shown = isDeclared ? escapeName(name) : name;
      return [[shown, celValue(value, fieldOf(schema, name) ?? {})]];
    }),
  );
}

/** A text that isn't in its format is refused for that, before any rule. */
function textOf(value: string, { format }: Schema): unknown {
  if (format === 'date-time' || format === 'date') return new Date(value);
  if (format === 'byte') return new TextEncoder().encode(globalThis.atob(value));
  return format === 'duration' ? celLibrary().evaluate('duration(text)', { text: value }) : value;
}
