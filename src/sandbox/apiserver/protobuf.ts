import {
  type Field,
  type FieldType,
  type MessageType,
  protobufMessages,
  string,
} from './protobuf-messages.ts';
import { ApiError, badRequest } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/**
 * Decodes an object that a typed client sent as protobuf. Only some kinds have a table.
 * @throws ApiError 415 that names the kind when it has none; 400 when the bytes are malformed
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding-idl
 */
export function decodeProtobuf(bytes: Buffer): KubeObject {
  if (!bytes.subarray(0, 4).equals(magic)) throw badRequest('protobuf body without the Kubernetes prefix');
  const envelope = decode(bytes.subarray(4), {
    1: { name: 'typeMeta', type: { message: { 1: string('apiVersion'), 2: string('kind') } } },
    2: { name: 'raw', type: 'bytes' },
    3: string('contentEncoding'),
    4: string('contentType'),
  });
  const { apiVersion = '', kind = '' } = (envelope.typeMeta ?? {}) as Record<string, string>;
  const message = Object.hasOwn(protobufMessages, kind) ? protobufMessages[kind] : undefined;
  if (!message) throw notRead(`a protobuf body of ${apiVersion}/${kind}`);
  const content = decode(Buffer.from(String(envelope.raw ?? ''), 'base64'), message);
  return { metadata: { name: '' }, ...content, apiVersion, kind };
}

const notRead = (what: string): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `sandbox: reading ${what} is not simulated; send it as JSON, such as with kubectl apply or create -f`,
  );

/** A place in the bytes that only moves forward; every read checks that there is something to read. */
class Reader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw badRequest('protobuf body ends within a number');
      value += (byte & 0x7f) * 2 ** shift;
      // A number of ten bytes is a negative one.
      if (byte < 0x80) return shift < 63 ? value : this.#negative();
    }
    throw badRequest('protobuf number is too long');
  }

  #negative(): number {
    const bytes = this.#bytes.subarray(this.#at - 10, this.#at);
    const value = bytes.reduce((sum, byte, index) => sum | (BigInt(byte & 0x7f) << BigInt(7 * index)), 0n);
    return Number(BigInt.asIntN(64, value));
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw badRequest('protobuf body ends within a field');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  value(wireType: number): number | Buffer {
    if (wireType === 0) return this.varint();
    if (wireType === 2) return this.take(this.varint());
    if (wireType === 1) return this.take(8);
    if (wireType === 5) return this.take(4);
    throw badRequest(`protobuf wire type ${wireType} is not known`);
  }
}

function decode(bytes: Buffer, message: MessageType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  while (!reader.done) {
    const tag = reader.varint();
    const value = reader.value(tag & 7);
    const number = Math.floor(tag / 8);
    const field = message[number];
    if (!field) throw notRead(`field ${number} of a protobuf message`);
    add(result, field, value);
  }
  return result;
}

function add(result: Record<string, unknown>, field: Field, value: number | Buffer): void {
  const { name, type } = field;
  if (type === 'ignored') return;
  if (typeof type === 'object' && 'map' in type) {
    const entry = decode(bytesOf(value), { 1: string('key'), 2: { name: 'value', type: type.map } });
    result[name] = { ...(result[name] as object | undefined), [String(entry.key ?? '')]: entry.value ?? '' };
    return;
  }
  const decoded = typeof type === 'object' ? decode(bytesOf(value), type.message) : scalar(type, value);
  if (field.repeated) result[name] = [...((result[name] as unknown[] | undefined) ?? []), decoded];
  else if (decoded !== '' && !(field.plain && !decoded)) result[name] = decoded;
}

function scalar(type: Exclude<FieldType, object | 'ignored'>, value: number | Buffer): unknown {
  if (type === 'integer') return Number(value);
  if (type === 'boolean') return value !== 0;
  if (type === 'int-or-string') return intOrString(bytesOf(value));
  if (type === 'quantity') return decode(bytesOf(value), { 1: string('text') }).text;
  return bytesOf(value).toString(type === 'bytes' ? 'base64' : 'utf8');
}

/** A message that says which of the two it holds, and writes both. */
function intOrString(bytes: Buffer): unknown {
  const { kind, number, text } = decode(bytes, {
    1: { name: 'kind', type: 'integer' },
    2: { name: 'number', type: 'integer' },
    3: string('text'),
  });
  return kind ? text : number;
}

function bytesOf(value: number | Buffer): Buffer {
  if (typeof value === 'number') throw badRequest('protobuf field has a number where bytes belong');
  return value;
}
