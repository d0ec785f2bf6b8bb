import { fieldOf } from '../schemas/field-of.ts';
import { isIntOrString, isQuantity, resolved, type Schema } from '../schemas/schema.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { bytesOf, fieldIn, fieldsOf, textOf, type WireValue } from './reader.ts';
import { type WireTypes, wireFields } from './wire-types.ts';

const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/**
 * Decodes an object that a typed client sent as protobuf: the numbers of fields say their names, and schemas what they
 * hold.
 * @throws ApiError 415 that names the kind when it isn't known; 400 when the bytes are malformed
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding-idl
 */
export function decodeProtobuf(bytes: Buffer, types: WireTypes): KubeObject {
  if (!bytes.subarray(0, 4).equals(magic)) throw badRequest('protobuf body without the Kubernetes prefix');
  const envelope = bytes.subarray(4);
  const type = fieldIn(envelope, 1);
  const [apiVersion, kind] = [1, 2].map((number) =>
    textOf(type === undefined ? undefined : fieldIn(bytesOf(type), number)),
  );
  const found = types.schemaOf(apiVersion ?? '', kind ?? '');
  if (!found) throw notRead(`a protobuf body of ${apiVersion}/${kind}`);
  const raw = fieldIn(envelope, 2);
  const content = message(raw === undefined ? Buffer.alloc(0) : bytesOf(raw), found.name, types);
  const { metadata, status: _status, ...rest } = content;
  return {
    ...rest,
    ...(hasContent(content.status) ? { status: content.status } : {}),
    metadata: { name: '', ...(metadata as object | undefined) },
    apiVersion,
    kind,
  } as KubeObject;
}

/** Go writes a status that nobody set, with nothing in it. */
const hasContent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(hasContent) : value !== undefined;

const notRead = (what: string): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `sandbox: reading ${what} is not simulated; send it as JSON, such as with kubectl apply or create -f`,
  );

type Fields = Record<string, unknown>;

/** A message of a type that the definitions name; a type that lends its fields to another has them from there. */
function message(bytes: Buffer, type: string, types: WireTypes, owner = type): Fields {
  const fields = wireFields(types, type);
  if (!fields) throw notRead(`a protobuf message of ${type}`);
  const result: Fields = {};
  for (const [number, value] of fieldsOf(bytes)) {
    const field = fields.get(number);
    if (!field) throw notRead(`field ${number} of a protobuf message`);
    if ('embedded' in field) Object.assign(result, message(bytesOf(value), field.embedded, types, owner));
    else add(result, { ...field, schema: schemaOfField(owner, field.name, types) }, { value, types });
  }
  return result;
}

type NamedField = { readonly name: string; readonly plain: boolean; readonly schema: Schema };

type Given = { readonly value: WireValue; readonly types: WireTypes };

const schemaOfField = (type: string, name: string, { definitions }: WireTypes): Schema =>
  (definitions[type] && fieldOf(definitions[type], name)) ?? {};

function add(result: Fields, { name, plain, schema: given }: NamedField, { value, types }: Given): void {
  const schema = resolved(given, types.definitions);
  if (schema.type === 'array') {
    const item = decodeValue(schema.items ?? {}, { value, types });
    result[name] = [...((result[name] as unknown[] | undefined) ?? []), item];
  } else if (typeof schema.additionalProperties === 'object') {
    const entries = result[name] as Fields | undefined;
    result[name] = { ...entries, ...mapEntry(schema.additionalProperties, { value, types }) };
  } else {
    const decoded = decodeValue(given, { value, types });
    const isUnset = decoded === '' || decoded === 0 || decoded === false;
    if (decoded !== undefined && !(plain && isUnset)) result[name] = decoded;
  }
}

function mapEntry(schema: Schema, { value, types }: Given): Fields {
  const bytes = bytesOf(value);
  const content = fieldIn(bytes, 2) ?? Buffer.alloc(0);
  const decoded =
    schema.type === 'array'
      ? listIn(bytesOf(content), schema, types)
      : decodeValue(schema, { value: content, types });
  return { [textOf(fieldIn(bytes, 1))]: decoded };
}

/** A list as the value of a map is a message of its own. */
const listIn = (bytes: Buffer, schema: Schema, types: WireTypes): readonly unknown[] =>
  [...fieldsOf(bytes)].map(([, value]) => decodeValue(schema.items ?? {}, { value, types }));

function decodeValue(given: Schema, { value, types }: Given): unknown {
  const schema = resolved(given, types.definitions);
  if (isQuantity(given)) return textOf(fieldIn(bytesOf(value), 1));
  if (isIntOrString(schema)) return intOrString(bytesOf(value));
  switch (schema.type) {
    case 'integer':
      return Number(value);
    case 'boolean':
      return value !== 0;
    case 'number':
      return bytesOf(value).readDoubleLE(0);
    case 'string':
      if (given.$ref?.endsWith('Time')) return time(bytesOf(value));
      return bytesOf(value).toString(schema.format === 'byte' ? 'base64' : 'utf8');
    default:
      // The fields that a manager owns have a type without any.
      return given.$ref && wireFields(types, given.$ref)?.size
        ? message(bytesOf(value), given.$ref, types)
        : json(textOf(fieldIn(bytesOf(value), 1)));
  }
}

/** A message that says which of the two it holds, and writes both. */
function intOrString(bytes: Buffer): unknown {
  const kind = fieldIn(bytes, 1);
  return kind ? textOf(fieldIn(bytes, 3)) : Number(fieldIn(bytes, 2) ?? 0);
}

/** Seconds since 1970; a time that nobody set lies long before. */
function time(bytes: Buffer): string | undefined {
  const seconds = Number(fieldIn(bytes, 1) ?? 0);
  const nanos = Number(fieldIn(bytes, 2) ?? 0);
  if (bytes.length === 0 || seconds < -62_000_000_000) return undefined;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return nanos ? `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : `${text}Z`;
}

/** Anything that has no type of its own travels as JSON. */
function json(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    throw badRequest('protobuf field has no JSON where JSON belongs');
  }
}
