import { isFields } from '../fields.ts';
import { fieldOf } from '../schemas/field-of.ts';
import {
  type Definitions,
  isIntOrString,
  isQuantity,
  type KindSchema,
  objectMeta,
  resolved,
  type Schema,
} from '../schemas/schema.ts';
import { base64Problem } from './base64.ts';
import { canonicalQuantity } from './canonical-quantity.ts';
import { quantityProblem } from './quantity.ts';

/** What came out of decoding: fields nobody knows are taken out and named by path. */
type Decoded = {
  readonly value: unknown;
  readonly unknown: readonly string[];
  /** Why the object can't be decoded at all. */
  readonly problem?: string | undefined;
};

type Here = {
  /** With list positions: `spec.containers[0].image`. */
  readonly path: string;
  /** Without: `spec.containers.image`. */
  readonly goPath: string;
  /** The struct that the field is in. */
  readonly struct: string;
  readonly definitions: Definitions;
  readonly found: Found;
};

type Found = { readonly unknown: string[]; problem?: string | undefined };

/**
 * Decodes an object of a built-in kind as Go's JSON decoder does: unknown fields are left out, nulls are as if not
 * there, and the first value of a wrong type is what the object is refused for.
 * @see https://pkg.go.dev/encoding/json#UnmarshalTypeError
 */
export function decodeBuiltIn(value: unknown, { name, schema, definitions }: KindSchema): Decoded {
  const found: Found = { unknown: [] };
  const decoded = decode(value, schema, {
    path: '',
    goPath: '',
    struct: shortName(name),
    definitions,
    found,
  });
  return { value: decoded, ...found };
}

function decode(value: unknown, given: Schema, here: Here): unknown {
  const schema = resolved(given, here.definitions);
  if (schema['x-kubernetes-preserve-unknown-fields']) return value;
  if (isIntOrString(schema)) return intOrString(value, here);
  if (isQuantity(given)) return amount(value, given, here);
  switch (schema.type) {
    case undefined:
      return value;
    case 'object':
      if (!schema.properties && !schema.additionalProperties)
        return isFields(value) ? value : mismatch(value, given, here);
      return isFields(value) ? decodeStruct(value, given, here) : mismatch(value, given, here);
    case 'array':
      return Array.isArray(value) ? decodeList(value, schema, here) : mismatch(value, given, here);
    default:
      return decodeScalar(value, schema, here);
  }
}

/** The metadata of a template is written with a time of creation, though it never gets one. */
function decodeStruct(fields: Readonly<Record<string, unknown>>, given: Schema, here: Here): unknown {
  const decoded = decodeObject(fields, resolved(given, here.definitions), inside(given, here));
  if (here.path === '' || here.path === 'metadata') return decoded;
  if (given.$ref === objectMeta) return { creationTimestamp: null, ...decoded };
  const { properties } = resolved(given, here.definitions);
  const isTemplate = properties?.metadata?.$ref === objectMeta && !decoded.metadata;
  return isTemplate ? { ...decoded, metadata: { creationTimestamp: null } } : decoded;
}

function decodeObject(
  fields: Readonly<Record<string, unknown>>,
  schema: Schema,
  here: Here,
): Readonly<Record<string, unknown>> {
  const decoded: [string, unknown][] = [];
  for (const [key, value] of Object.entries(fields)) {
    const path = here.path ? `${here.path}.${key}` : key;
    const field = fieldOf(schema, key);
    const goPath = schema.additionalProperties ? here.goPath : join(here.goPath, key);
    if (!field) here.found.unknown.push(path);
    else if (value !== null) decoded.push([key, decode(value, field, { ...here, path, goPath })]);
  }
  return Object.fromEntries(decoded);
}

function decodeList(items: readonly unknown[], schema: Schema, here: Here): unknown {
  return items.map((item, index) =>
    item === null ? item : decode(item, schema.items ?? {}, { ...here, path: `${here.path}[${index}]` }),
  );
}

function decodeScalar(value: unknown, schema: Schema, here: Here): unknown {
  const { type, format = '' } = schema;
  const fits =
    type === 'integer'
      ? Number.isInteger(value) && inRange(value as number, format)
      : typeof value === (type === 'number' ? 'number' : type);
  if (fits && format === 'byte') here.found.problem ??= base64Problem(String(value));
  return fits ? value : mismatch(value, schema, here);
}

function amount(value: unknown, schema: Schema, here: Here): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return mismatch(value, schema, here);
  const text = String(value).trim();
  const problem = quantityProblem(text);
  here.found.problem ??= problem;
  return problem ? text : canonicalQuantity(text);
}

function intOrString(value: unknown, here: Here): unknown {
  if (typeof value === 'string' || Number.isInteger(value)) return value;
  here.found.problem ??= `json: cannot unmarshal ${nameOf(value)} into Go struct field ${here.struct}.${here.goPath} of type int32`;
  return value;
}

function mismatch(value: unknown, schema: Schema, here: Here): unknown {
  const type = goType(schema);
  here.found.problem ??= `json: cannot unmarshal ${nameOf(value)} into Go struct field ${here.struct}.${here.goPath} of type ${type}`;
  return value;
}

function goType(schema: Schema): string {
  if (schema.$ref) return goName(schema.$ref);
  if (schema.type === 'array') return `[]${goType(schema.items ?? {})}`;
  if (schema.type === 'object')
    return `map[string]${goType(typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {})}`;
  return schema.type === 'integer' ? (schema.format ?? 'int32') : (goScalars[schema.type ?? ''] ?? 'string');
}

const goScalars: Readonly<Record<string, string>> = { number: 'float64', boolean: 'bool' };

/** Fields of a named struct say so in errors; maps and lists leave the name of the struct they are in. */
const inside = (schema: Schema, here: Here): Here =>
  schema.$ref ? { ...here, struct: shortName(schema.$ref) } : here;

/** `v1.Pod` for `io.k8s.api.core.v1.Pod`. */
const goName = (name: string): string => name.split('.').slice(-2).join('.');

const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const join = (path: string, key: string): string => (path ? `${path}.${key}` : key);

const inRange = (value: number, format: string): boolean =>
  format !== 'int32' || (value >= -(2 ** 31) && value < 2 ** 31);

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'number' : `number ${value}`;
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Takes out of a custom resource what its schema doesn't name; types are looked at by its validation.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning
 */
export function prune(value: unknown, schema: Schema, unknown: string[], path = ''): unknown {
  if (schema['x-kubernetes-preserve-unknown-fields'] && !schema.properties) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => prune(item, schema.items ?? {}, unknown, `${path}[${index}]`));
  }
  if (!isFields(value) || schema.type !== 'object') return value;
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const field = fieldOf(schema, key);
    const here = path ? `${path}.${key}` : key;
    const isMetadata = path === '' && key === 'metadata';
    if (field) kept.push([key, isMetadata ? inner : prune(inner, field, unknown, here)]);
    else if (schema['x-kubernetes-preserve-unknown-fields']) kept.push([key, inner]);
    else unknown.push(here);
  }
  return Object.fromEntries(kept);
}
