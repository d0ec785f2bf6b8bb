/**
 * What Go makes of a JSON value that it reads into a struct and writes again: fields in the struct's order, whether
 * they were there or not, and nothing that the struct hasn't got.
 * @see https://pkg.go.dev/encoding/json#Marshal
 */
export type Shape =
  | { readonly is: 'string' | 'number' | 'boolean' | 'any' }
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'struct'; readonly fields: readonly Field[] };

type Field = {
  readonly name: string;
  readonly shape: Shape;
  /** Left out when it is empty, of a pointer when it points nowhere. */
  readonly omitEmpty?: true;
  readonly pointer?: true;
};

/** A value as Go writes it: entries of structs in their order, of maps by their keys. */
export type GoValue =
  | string
  | number
  | boolean
  | null
  | readonly GoValue[]
  | { readonly entries: readonly (readonly [string, GoValue])[] };

export const text: Shape = { is: 'string' };
export const number: Shape = { is: 'number' };
export const flag: Shape = { is: 'boolean' };
export const listOf = (of: Shape): Shape => ({ is: 'list', of });
export const mapOf = (of: Shape): Shape => ({ is: 'map', of });
export const struct = (...fields: readonly Field[]): Shape => ({ is: 'struct', fields });

const zero: Readonly<Record<'string' | 'number' | 'boolean' | 'any' | 'list' | 'map', GoValue>> = {
  string: '',
  number: 0,
  boolean: false,
  any: null,
  list: null,
  map: null,
};

export function goValue(shape: Shape, value: unknown): GoValue {
  switch (shape.is) {
    case 'list':
      return Array.isArray(value) ? value.map((one) => goValue(shape.of, one)) : zero.list;
    case 'map':
      return isRecord(value) ? sorted(value, (one) => goValue(shape.of, one)) : zero.map;
    case 'struct':
      return structValue(shape.fields, isRecord(value) ? value : {});
    case 'any':
      return anyValue(value);
    default:
      return typeof value === shape.is ? (value as GoValue) : zero[shape.is];
  }
}

function structValue(fields: readonly Field[], value: Readonly<Record<string, unknown>>): GoValue {
  const entries = fields.flatMap(({ name, shape, omitEmpty, pointer }): [string, GoValue][] => {
    const given = value[name];
    if (pointer && (given === undefined || given === null)) return omitEmpty ? [] : [[name, null]];
    const made = goValue(shape, given);
    return omitEmpty && !pointer && isEmpty(shape, made) ? [] : [[name, made]];
  });
  return { entries };
}

/** A struct is never empty, whatever is in it, and an interface only when nothing is. */
function isEmpty(shape: Shape, value: GoValue): boolean {
  if (shape.is === 'struct') return false;
  if (shape.is === 'any') return value === null;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value && 'entries' in value) return value.entries.length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

function anyValue(value: unknown): GoValue {
  if (Array.isArray(value)) return value.map(anyValue);
  if (isRecord(value)) return sorted(value, anyValue);
  return ['string', 'number', 'boolean'].includes(typeof value) ? (value as GoValue) : null;
}

const sorted = (
  value: Readonly<Record<string, unknown>>,
  make: (one: unknown) => GoValue,
): { readonly entries: readonly (readonly [string, GoValue])[] } => ({
  entries: Object.keys(value)
    .sort()
    .map((key) => [key, make(value[key])]),
});

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
