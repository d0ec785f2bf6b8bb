import { isFields } from '../fields.ts';
import type { OpenApiV2, OperationV2 } from '../schemas/openapi-v2.ts';

/**
 * A document of OpenAPI v2 as the protobuf message that kubectl and Helm read.
 * @see https://github.com/google/gnostic-models/blob/v0.6.9/openapiv2/OpenAPIv2.proto
 */
export function encodeOpenApiV2({ swagger, info, paths, definitions }: OpenApiV2): Uint8Array {
  const document = new Writer();
  document.text(1, swagger);
  document.message(2, (message) => message.text(1, info.title).text(2, info.version));
  document.message(8, (message) => {
    for (const [path, operations] of Object.entries(paths))
      message.message(2, (named) => named.text(1, path).message(2, (item) => writePath(item, operations)));
  });
  document.message(9, (message) => {
    for (const [name, schema] of Object.entries(definitions)) writeNamedSchema(message, name, schema);
  });
  return document.bytes();
}

/** Fields of a path by method, in the message PathItem. */
const methods: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

function writePath(item: Writer, operations: Readonly<Record<string, OperationV2>>): void {
  for (const [method, operation] of Object.entries(operations))
    item.message(methods[method] ?? 0, (message) => writeOperation(message, operation));
}

function writeOperation(message: Writer, operation: OperationV2): void {
  message.text(5, operation.operationId);
  for (const type of operation.consumes ?? []) message.text(7, type);
  // ParametersItem, Parameter, NonBodyParameter, QueryParameterSubSchema.
  for (const { name, in: place, type } of operation.parameters ?? [])
    message.message(8, (item) =>
      item.message(1, (parameter) =>
        parameter.message(2, (other) =>
          other.message(3, (query) => query.text(2, place).text(4, name).text(6, type)),
        ),
      ),
    );
  message.message(9, (responses) => {
    for (const [code, { description }] of Object.entries(operation.responses))
      responses.message(1, (named) =>
        named
          .text(1, code)
          .message(2, (value) => value.message(1, (response) => response.text(1, description))),
      );
  });
  writeExtensions(message, 13, operation);
}

function writeNamedSchema(message: Writer, name: string, schema: unknown): void {
  message.message(1, (named) => named.text(1, name).message(2, (inner) => writeSchema(inner, schema)));
}

/** Fields of the message Schema that hold a plain value. */
const plain: Readonly<Record<string, number>> = {
  $ref: 1,
  format: 2,
  description: 4,
  multipleOf: 6,
  maximum: 7,
  exclusiveMaximum: 8,
  minimum: 9,
  exclusiveMinimum: 10,
  maxLength: 11,
  minLength: 12,
  pattern: 13,
  maxItems: 14,
  minItems: 15,
  uniqueItems: 16,
  maxProperties: 17,
  minProperties: 18,
};

const fractions = new Set([6, 7, 9]);

function writeSchema(message: Writer, schema: unknown): void {
  const fields = isFields(schema) ? schema : {};
  for (const [name, value] of Object.entries(fields)) {
    const field = plain[name];
    if (field === undefined) continue;
    if (typeof value === 'string') message.text(field, value);
    else if (fractions.has(field)) message.fraction(field, Number(value));
    else message.count(field, Number(value));
  }
  const { default: preset, required, enum: values, additionalProperties, type, items, properties } = fields;
  if (preset !== undefined) writeAny(message, 5, preset);
  for (const name of asList(required)) message.text(19, String(name));
  for (const value of asList(values)) writeAny(message, 20, value);
  if (isFields(additionalProperties))
    message.message(21, (item) => item.message(1, (inner) => writeSchema(inner, additionalProperties)));
  if (typeof type === 'string') message.message(22, (item) => item.text(1, type));
  if (items !== undefined)
    message.message(23, (list) => list.message(1, (inner) => writeSchema(inner, items)));
  if (isFields(properties))
    message.message(25, (list) => {
      for (const [name, inner] of Object.entries(properties)) writeNamedSchema(list, name, inner);
    });
  writeExtensions(message, 31, fields);
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** JSON is YAML, which these values are kept as. */
function writeAny(message: Writer, field: number, value: unknown): void {
  message.message(field, (any) => any.text(2, JSON.stringify(value)));
}

function writeExtensions(message: Writer, field: number, of: object): void {
  for (const [name, value] of Object.entries(of))
    if (name.startsWith('x-'))
      message.message(field, (named) => {
        named.text(1, name);
        writeAny(named, 2, value);
      });
}

/** Fields of one message in the wire format of protobuf. */
class Writer {
  readonly #chunks: Uint8Array[] = [];

  text(field: number, value: string): this {
    return this.#bytes(field, encoder.encode(value));
  }

  message(field: number, write: (message: Writer) => unknown): this {
    const inner = new Writer();
    write(inner);
    return this.#bytes(field, inner.bytes());
  }

  /** Whole numbers and truth values. */
  count(field: number, value: number): this {
    this.#chunks.push(varint(field << 3), varint(value));
    return this;
  }

  fraction(field: number, value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.#chunks.push(varint((field << 3) | 1), bytes);
    return this;
  }

  #bytes(field: number, bytes: Uint8Array): this {
    this.#chunks.push(varint((field << 3) | 2), varint(bytes.length), bytes);
    return this;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

const encoder = new TextEncoder();

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(Math.trunc(value)));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
