import { isIntOrString, type Schema } from '../../schemas/schema.ts';
import { escapeName } from '../values.ts';

/** What is known of a value before it is there: its type, and how large it can be. */
export type ValueType = {
  /** Numbers, booleans, times and durations are scalars; what has functions only is known by its name. */
  readonly kind: 'dyn' | 'string' | 'bytes' | 'list' | 'map' | 'object' | 'scalar' | 'optional' | OpaqueKind;
  /** Characters, bytes, items or entries, at the most. */
  readonly maxElements: number;
  /** Bytes of the shortest JSON of it. */
  readonly minBytes: number;
  readonly scalar?: Scalar;
  readonly isNullable?: boolean;
  /** Of a list or an optional value, and the values of a map. */
  readonly element?: ValueType;
  /** Under the names that expressions use. */
  readonly fields?: Readonly<Record<string, ValueType>>;
};

type Scalar = 'int' | 'double' | 'bool' | 'google.protobuf.Timestamp' | 'google.protobuf.Duration';

type OpaqueKind = 'opaque' | 'url' | 'other';

const plain = (kind: ValueType['kind'], minBytes = 0, maxElements = 0): ValueType => ({
  kind,
  maxElements,
  minBytes,
});

const scalar = (name: Scalar, minBytes: number, maxElements = 0): ValueType => ({
  ...plain('scalar', minBytes, maxElements),
  scalar: name,
});

export const scalarType = plain('scalar', 1);
export const textType = plain('string', 2);
export const bytesType = plain('bytes', 2);
export const dynType = plain('dyn', 1);
export const opaqueType = (kind: OpaqueKind): ValueType => plain(kind);
export const listOf = (element: ValueType, maxElements = 0): ValueType => ({
  ...plain('list', 2, maxElements),
  element,
});
export const optionalOf = (element: ValueType): ValueType => ({ ...plain('optional'), element });

/** The largest request that the estimates expect, in bytes. */
export const largestRequest = 3 * 1024 * 1024;

/**
 * The type of what a schema describes; undefined where expressions don't see it. The sizes follow from the limits
 * that the schema has, or from the largest request.
 * @see https://github.com/kubernetes/apiserver/blob/v0.33.1/pkg/cel/common/schemas.go
 */
export function valueTypeOf(schema: Schema, isWhole: boolean): ValueType | undefined {
  if (isIntOrString(schema)) return plain('dyn', 1, largestRequest - 2);
  switch (schema.type) {
    case 'array':
      return listType(schema);
    case 'object':
      return objectType(isWhole ? withObjectFields(schema) : schema);
    case 'string':
      return stringType(schema);
    case 'boolean':
      return scalar('bool', 4);
    case 'integer':
      return scalar('int', 1);
    case 'number':
      return scalar('double', 1);
    default:
      return undefined;
  }
}

const innerType = (schema: Schema): ValueType | undefined =>
  valueTypeOf(schema, schema['x-kubernetes-embedded-resource'] === true);

const text: Schema = { type: 'string' };

/** Of a whole object, rules see its type and names whether the schema has them or not. */
const withObjectFields = (schema: Schema): Schema => ({
  ...schema,
  properties: {
    ...schema.properties,
    apiVersion: text,
    kind: text,
    metadata: { type: 'object', properties: { name: text, generateName: text } },
  },
});

function listType({ items, maxItems }: Schema): ValueType | undefined {
  const element = items && innerType(items);
  return element && listOf(element, atMost(maxItems) ?? fitting(element.minBytes + 1));
}

function objectType(schema: Schema): ValueType | undefined {
  const { additionalProperties, maxProperties, properties = {}, required = [] } = schema;
  if (typeof additionalProperties === 'object') {
    const element = innerType(additionalProperties);
    // A key is two bytes at least, and with its quotes, the colon and the comma six.
    const maxElements = atMost(maxProperties) ?? (element ? fitting(element.minBytes + 6) : 0);
    return element && { ...plain('map', 2, maxElements), element };
  }
  const fields = Object.entries(properties).flatMap(([name, inner]) => {
    const type = innerType(inner);
    const isNullable = inner.nullable === true;
    return type
      ? [
          {
            name,
            type: isNullable ? { ...type, isNullable } : type,
            isSure: required.includes(name) && inner.default === undefined,
          },
        ]
      : [];
  });
  const sure = fields.filter(({ isSure }) => isSure);
  return {
    ...plain('object'),
    minBytes: sure.reduce((sum, { name, type }) => sum + name.length + type.minBytes + 4, 2),
    fields: Object.fromEntries(fields.map(({ name, type }) => [escapeName(name), type])),
  };
}

const atMost = (limit: number | undefined): number | undefined =>
  limit === undefined ? undefined : Math.max(0, limit);

/** How many of what takes some bytes are in the largest request, between brackets. */
const fitting = (bytes: number): number => Math.floor((largestRequest - 2) / bytes);

function stringType({ format, maxLength, enum: values }: Schema): ValueType {
  switch (format) {
    case 'byte':
      return plain('bytes', 2, atMost(maxLength) ?? largestRequest - 2);
    case 'duration':
      return scalar('google.protobuf.Duration', 3, 32);
    case 'date':
      return scalar('google.protobuf.Timestamp', 12, 12);
    case 'date-time':
      return scalar('google.protobuf.Timestamp', 21, 32);
    default: {
      // A character may take four bytes.
      const length = maxLength === undefined ? undefined : Math.max(0, maxLength) * 4;
      return plain('string', 2, length ?? (values?.length ? longest(values) : largestRequest - 2));
    }
  }
}

const longest = (values: readonly unknown[]): number =>
  Math.max(
    0,
    ...values.map((value) => (typeof value === 'string' ? new TextEncoder().encode(value).length : 0)),
  );
