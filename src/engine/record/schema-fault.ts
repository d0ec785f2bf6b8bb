import type { JsonSchema } from '../report/json-schema.ts';

/** Where a value doesn't fit a schema, and what would. */
type SchemaFault = { readonly path: readonly (string | number)[]; readonly wanted: string };

type Definitions = Readonly<Record<string, JsonSchema>>;

/** The first place where a value doesn't fit a schema; `definitions` are those that it refers to. */
export function schemaFault(
  value: unknown,
  schema: JsonSchema,
  definitions: Definitions,
): SchemaFault | undefined {
  if (schema.$ref !== undefined) {
    const named = definitions[schema.$ref.replace('#/$defs/', '')];
    return named && schemaFault(value, named, definitions);
  }
  if (schema.const !== undefined && value !== schema.const)
    return { path: [], wanted: JSON.stringify(schema.const) };
  if (schema.enum !== undefined && !schema.enum.some((word) => word === value))
    return { path: [], wanted: `one of ${schema.enum.join(', ')}` };
  if (schema.type !== undefined && !hasType(value, schema.type))
    return { path: [], wanted: names[schema.type] };
  return inside(value, schema, definitions);
}

function inside(value: unknown, schema: JsonSchema, definitions: Definitions): SchemaFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const missing = schema.required?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return { path: [], wanted: `an object with \`${missing}\`` };
  for (const [key, item] of Object.entries(value)) {
    const own = schema.items ?? schema.properties?.[key] ?? schema.additionalProperties;
    const fault = own && schemaFault(item, own, definitions);
    if (fault) return { ...fault, path: [Array.isArray(value) ? Number(key) : key, ...fault.path] };
  }
  return undefined;
}

function hasType(value: unknown, type: NonNullable<JsonSchema['type']>): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return type === 'null' ? value === null : typeof value === type;
}

const names: Readonly<Record<NonNullable<JsonSchema['type']>, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};
