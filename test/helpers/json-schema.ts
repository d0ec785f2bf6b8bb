import type { JsonSchema } from '../../src/engine/report/json-schema.ts';

type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * Where a value does not fit a schema, as `a.b: why`; nothing when it fits. Stricter than JSON Schema: a property that
 * the schema does not name is a fault, so that no field is forgotten in it.
 */
export function faultsIn(
  value: unknown,
  schema: JsonSchema,
  definitions: Definitions,
  at = '',
): readonly string[] {
  if (schema.$ref !== undefined) {
    const named = definitions[schema.$ref.replace('#/$defs/', '')];
    return named === undefined ? [`${at}: no ${schema.$ref}`] : faultsIn(value, named, definitions, at);
  }
  if (schema.anyOf !== undefined) return faultsOfAny(value, schema.anyOf, definitions, at);
  if (schema.const !== undefined) return value === schema.const ? [] : [`${at}: is not ${schema.const}`];
  if (schema.enum !== undefined)
    return schema.enum.includes(value as string) ? [] : [`${at}: is none of them`];
  if (schema.type === undefined) return [];
  if (!isOf(value, schema.type)) return [`${at}: is no ${schema.type}`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => faultsIn(item, schema.items ?? {}, definitions, `${at}[${index}]`));
  }
  return typeof value === 'object' && value !== null ? faultsOfObject(value, schema, definitions, at) : [];
}

function faultsOfAny(
  value: unknown,
  schemas: readonly JsonSchema[],
  definitions: Definitions,
  at: string,
): readonly string[] {
  const faults = schemas.map((schema) => faultsIn(value, schema, definitions, at));
  const [nearest] = faults.toSorted((one, other) => one.length - other.length);
  return nearest ?? [];
}

function faultsOfObject(
  value: object,
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  definitions: Definitions,
  at: string,
): readonly string[] {
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => `${at}.${key}: is missing`);
  const wrong = Object.entries(value).flatMap(([key, item]) => {
    const schema = properties[key] ?? additionalProperties;
    const place = `${at}.${key}`;
    return schema === undefined
      ? [`${place}: is not in the schema`]
      : faultsIn(item, schema, definitions, place);
  });
  return [...missing, ...wrong];
}

function isOf(value: unknown, type: NonNullable<JsonSchema['type']>): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return type satisfies never;
  }
}
