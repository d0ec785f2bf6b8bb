import { isFields } from '../fields.ts';
import type { FieldError, Kind } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { type KindSchema, objectMeta, type Schema } from '../schemas/schema.ts';
import { badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { decodeBuiltIn, prune } from './decode.ts';
import { duplicate, invalid, invalidObject } from './field-error.ts';
import { metadataRules } from './object-meta-rules.ts';
import { brokenRules } from './schema-rules.ts';

/** What to do with unknown fields: refuse, warn, or drop in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export type AdmitOptions = {
  /** The object as it is stored, on update. */
  readonly old?: KubeObject;
  readonly fieldValidation: FieldValidation;
  readonly now: Date;
  /** The version that the object was sent in; the stored one when left out. */
  readonly version?: string;
  /** The objects of this kind that are there, so that a new one gets what no other has; without it, it gets none. */
  readonly others?: () => readonly KubeObject[];
  /** What admission plugins make of the object, after its defaults. */
  readonly mutate?: (object: KubeObject) => KubeObject;
};

export type Admission = { readonly object: KubeObject; readonly warnings: readonly string[] };

/**
 * Brings what a client sent into the form that is stored: decoded by the kind's schema, unknown fields out, defaults
 * in, rules kept.
 * @throws ApiError 400 for what can't be decoded (in Strict mode that includes unknown fields), 422 for broken rules
 */
export function admit(kind: Kind, sent: KubeObject, options: AdmitOptions): Admission {
  const { old, fieldValidation, version } = options;
  const { decoded, unknown } = decode(kind, sent, version);
  const problems = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (problems.length && fieldValidation === 'Strict') {
    throw undecodable(sent, `strict decoding error: ${problems.join(', ')}`);
  }
  const defaulted = kind.default?.(decoded) ?? decoded;
  const mutated = options.mutate?.(defaulted) ?? defaulted;
  const object = allocated(kind, prepared(kind, mutated, old), options);
  const errors = kind.custom ? customErrors(kind, object, old) : builtInErrors(kind, object, old);
  if (errors.length) throw invalidObject(kind, object.metadata.name, errors);
  const refusal = kind.refuse?.(object, old);
  if (refusal) throw refusal;
  return { object, warnings: fieldValidation === 'Warn' ? problems : [] };
}

/** Fields that the kind doesn't declare, as `spec.listeners[0].foo`. @throws ApiError 400 for what can't be decoded */
export const unknownFields = (kind: Kind, sent: KubeObject): readonly string[] => decode(kind, sent).unknown;

const builtInErrors = (kind: Kind, object: KubeObject, old: KubeObject | undefined): FieldError[] => [
  ...metadataRules(kind, object, old),
  ...(kind.validate?.(object, old) ?? []),
];

/** Reasons after which the server doesn't look at the rules that go beyond types. */
const blocking = new Set([
  'FieldValueRequired',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

function customErrors(kind: Kind, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { schema } = kind.schemaOf();
  const errors = [
    ...metadataRules(kind, object, old),
    ...brokenRules(object, schema),
    ...duplicateItems(object, schema),
  ];
  if (!kind.validate) return errors;
  return errors.some(({ reason }) => blocking.has(reason))
    ? [...errors, uncheckedRules]
    : [...errors, ...kind.validate(object, old)];
}

const uncheckedRules = invalid(
  '<nil>',
  'null',
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function decode(
  kind: Kind,
  sent: KubeObject,
  version?: string,
): { decoded: KubeObject; unknown: readonly string[] } {
  const schema = kind.schemaOf(kind.custom ? version : undefined);
  const meta = decodeBuiltIn({ metadata: sent.metadata }, metadataSchema(schema));
  if (meta.problem) throw undecodable(sent, meta.problem);
  if (kind.custom) {
    const unknown: string[] = [...meta.unknown];
    const decoded = { ...(prune(sent, schema.schema, unknown) as KubeObject), ...(meta.value as object) };
    return { decoded, unknown: unknown.sort() };
  }
  const { value, unknown, problem } = decodeBuiltIn(sent, schema);
  if (problem) throw undecodable(sent, problem);
  if (!isFields(value)) throw undecodable(sent, 'json: the object is no object');
  return { decoded: value as KubeObject, unknown };
}

/** Custom resources have the same metadata as built-in kinds. */
const metadataSchema = ({ definitions }: KindSchema): KindSchema => ({
  name: 'ObjectMeta',
  schema: { type: 'object', properties: { metadata: { $ref: objectMeta } } },
  definitions,
});

const prepared = (kind: Kind, object: KubeObject, old: KubeObject | undefined): KubeObject =>
  old ? object : (kind.prepare?.(object) ?? object);

const allocated = (kind: Kind, object: KubeObject, { old, others }: AdmitOptions): KubeObject =>
  kind.allocate && (others || old) ? kind.allocate(object, others?.(), old) : object;

function undecodable({ apiVersion, kind }: KubeObject, problem: string) {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${problem}`);
}

/**
 * Items of a custom resource's lists that must be different but aren't: by their keys in a map, as a whole in a set.
 * The first repetition of each is named.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
function duplicateItems(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    return [
      ...repeated(value, schema, path),
      ...value.flatMap((item, index) => duplicateItems(item, schema.items ?? {}, `${path}[${index}]`)),
    ];
  }
  return Object.entries(isFields(value) ? value : {}).flatMap(([name, inner]) => {
    const field = fieldOf(schema, name);
    return field ? duplicateItems(inner, field, path ? `${path}.${name}` : name) : [];
  });
}

function repeated(items: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'map' && type !== 'set') return [];
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  const identities = items.map((item) => (type === 'set' ? item : keysOf(item, names)));
  const texts = identities.map((identity) => JSON.stringify(identity));
  return texts.flatMap((text, index) =>
    texts.slice(0, index).filter((earlier) => earlier === text).length === 1
      ? [duplicate(`${path}[${index}]`, identities[index])]
      : [],
  );
}

const keysOf = (item: unknown, names: readonly string[]): unknown =>
  Object.fromEntries(Object.entries(isFields(item) ? item : {}).filter(([name]) => names.includes(name)));
