import { isFields } from '../fields.ts';
import type { FieldError, Kind } from '../kind.ts';
import { type KindSchema, objectMeta } from '../schemas/schema.ts';
import { badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { customErrors } from './custom-rules.ts';
import { decodeBuiltIn, prune } from './decode.ts';
import { invalidObject } from './field-error.ts';
import { finalizerWarnings, metadataRules } from './object-meta-rules.ts';

/** What to do with unknown fields: refuse, warn, or drop in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

type AdmitOptions = {
  /** The object as it is stored, on update. */
  readonly old?: KubeObject;
  readonly fieldValidation: FieldValidation;
  readonly now: Date;
  /** The version that the object was sent in; the stored one when left out. */
  readonly version?: string;
  /** The objects of this kind that are there, so that a new one gets what no other has; without it, it gets none. */
  readonly others?: () => readonly KubeObject[];
  /** The part of the object that is written; all of it when left out. */
  readonly subresource?: string;
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
  const errors = kind.custom ? customErrors(kind, object, old) : builtInErrors(kind, object, options);
  if (errors.length) throw invalidObject(kind, object.metadata.name, errors);
  const refusal = kind.refuse?.(object, old);
  if (refusal) throw refusal;
  const added = (object.metadata.finalizers ?? []).filter((one) => !old?.metadata.finalizers?.includes(one));
  const warnings = kind.custom ? finalizerWarnings(added) : (kind.warnings?.(object, old) ?? []);
  return { object, warnings: [...(fieldValidation === 'Warn' ? problems : []), ...warnings] };
}

const builtInErrors = (kind: Kind, object: KubeObject, { old, subresource }: AdmitOptions): FieldError[] => [
  ...metadataRules(kind, object, old),
  ...(kind.validate?.(object, old, subresource) ?? []),
];

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
