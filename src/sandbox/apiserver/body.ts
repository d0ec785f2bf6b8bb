import type { IncomingMessage } from 'node:http';
import { jsonProblem, jsonType } from './go-json.ts';
import type { KindRegistry } from './kinds/registry.ts';
import { ApiError, badRequest } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

/** As the real server's limit for resource requests. */
const maxBodyBytes = 3 * 1024 * 1024;

/** Reads the whole body. @throws ApiError 413 as soon as it is too large */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (): ApiError =>
  new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maxBodyBytes}`);

/** Type of a body without its parameters; JSON when none is given. */
export const mediaType = (contentType: string | undefined): string =>
  (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() || 'application/json';

type Decoding = {
  readonly kinds: Pick<KindRegistry, 'loadWireTypes'>;
  /** The kind that is wanted, for what is said of a body that is none. */
  readonly expected: string;
};

/**
 * Decodes an object in any encoding that clients send: JSON, YAML or protobuf.
 * @throws ApiError 400 when malformed, 415 when the encoding isn't known
 */
export async function decodeObject(
  bytes: Buffer,
  contentType: string | undefined,
  { kinds, expected }: Decoding,
): Promise<KubeObject> {
  const type = mediaType(contentType);
  if (type === 'application/vnd.kubernetes.protobuf') {
    const { decodeProtobuf } = await import('./protobuf/decode-protobuf.ts');
    return decodeProtobuf(bytes, await kinds.loadWireTypes());
  }
  if (type !== 'application/json' && type !== 'application/yaml') throw unsupportedType();
  if (type === 'application/yaml') return asObject(await parseYaml(bytes));
  const unrecognized = (problem: string): string =>
    `the object provided is unrecognized (must be of type ${expected}): couldn't get version/kind; json parse error: ${problem} (${summary(bytes)})`;
  const value = parseJson(bytes, unrecognized);
  if (isRecord(value)) return asObject(value);
  throw badRequest(
    unrecognized(`json: cannot unmarshal ${jsonType(value)} into Go value of type ${typeMeta}`),
  );
}

const typeMeta =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** As much of a body as an error shows: what may be JSON as it is, anything else in hexadecimal digits. */
function summary(bytes: Buffer): string {
  if (bytes.length === 0) return '<empty>';
  const encoding = bytes[0] === '{'.charCodeAt(0) ? 'utf8' : 'hex';
  return `${bytes.subarray(0, summaryLength).toString(encoding)}${bytes.length > summaryLength ? ' ...' : ''}`;
}

const summaryLength = 30;

export const unsupportedType = (accepted: readonly string[] = objectTypes): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

const objectTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;

/** @throws ApiError 400 with what is wrong with the text, which `told` makes a sentence of */
export function parseJson(bytes: Buffer, told: (problem: string) => string = (problem) => problem): unknown {
  const text = bytes.toString('utf8');
  const problem = jsonProblem(text);
  if (problem !== undefined) throw badRequest(told(problem));
  return JSON.parse(text);
}

/** JSON is tried first: it is what clients send, and the YAML parser is loaded only when it is needed. */
export async function parseYaml(bytes: Buffer): Promise<unknown> {
  const text = bytes.toString('utf8');
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML's flow style looks like JSON.
    }
  }
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: yaml: ${(error as Error).message}`);
  }
}

/**
 * An object whose metadata has the types that everything after this relies on; the rest is checked by its kind.
 * @throws ApiError 400 with the decoder's words
 */
export function asObject(value: unknown): KubeObject {
  if (!isRecord(value)) throw badRequest("couldn't get version/kind; json parse error: expected an object");
  const { apiVersion, kind, metadata = {} } = value;
  if (!isRecord(metadata)) throw mistyped(metadata, 'metadata', 'v1.ObjectMeta', `${kind}`);
  for (const [field, given] of Object.entries({ apiVersion, kind }))
    if (!isText(given)) throw mistyped(given, field, 'string', `${kind}`);
  for (const [field, { is, type }] of Object.entries(metadataTypes)) {
    const given = metadata[field] ?? undefined;
    if (given !== undefined && !is(given)) throw mistypedMetadata(given, field, type);
  }
  const given = Object.entries(metadata).filter(([, field]) => field !== null && field !== undefined);
  return { ...value, metadata: Object.fromEntries(given) } as unknown as KubeObject;
}

const mistyped = (value: unknown, field: string, type: string, struct: string): ApiError =>
  badRequest(
    `json: cannot unmarshal ${jsonType(value)} into Go struct field ${struct}.${field} of type ${type}`,
  );

/** Of what is inside a map or a list, Go names the type of the item that doesn't fit. */
function mistypedMetadata(value: unknown, field: string, type: string): ApiError {
  const path = `metadata.${field}`;
  const [, item] = /^(?:map\[string\]|\[\])(.+)$/.exec(type) ?? [];
  const isContainer = type.startsWith('map[') ? isRecord(value) : item !== undefined && Array.isArray(value);
  if (!isContainer || !item) return mistyped(value, path, type, 'ObjectMeta');
  const wrong = Object.values(value as object).find((one) => !isText(one));
  return mistyped(wrong, path, item, 'ObjectMeta');
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isTextMap = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
const isRecords = (value: unknown): boolean => Array.isArray(value) && value.every(isRecord);

type TypeCheck = { readonly is: (value: unknown) => boolean; readonly type: string };

const text: TypeCheck = { is: isText, type: 'string' };
const number: TypeCheck = { is: isWhole, type: 'int64' };
const textMap: TypeCheck = { is: isTextMap, type: 'map[string]string' };

const metadataTypes: Readonly<Record<string, TypeCheck>> = {
  name: text,
  generateName: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  creationTimestamp: text,
  deletionTimestamp: text,
  generation: number,
  deletionGracePeriodSeconds: number,
  labels: textMap,
  annotations: textMap,
  finalizers: { is: isTexts, type: '[]string' },
  ownerReferences: { is: isRecords, type: '[]OwnerReference' },
  managedFields: { is: isRecords, type: '[]ManagedFieldsEntry' },
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
