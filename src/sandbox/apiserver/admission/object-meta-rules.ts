import { isEqual } from '../equal.ts';
import { fieldsAt, isFields, textAt } from '../fields.ts';
import type { FieldError, Kind } from '../kind.ts';
import type { KubeObject } from '../store/object.ts';
import { forbiddenField, invalid, required } from './field-error.ts';
import { labelValueProblems, qualifiedNameProblems, subdomainProblems } from './names.ts';

const annotationsLimit = 256 * 1024;

/**
 * What an object's metadata breaks. A name and a namespace are there already: they come from the request's URL.
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/validation#ValidateObjectMetaAccessor
 */
export function metadataRules(
  kind: Kind,
  { metadata }: KubeObject,
  old: KubeObject | undefined,
): FieldError[] {
  const problemsOf = kind.nameProblems ?? subdomainProblems;
  const nameErrors = metadata.name
    ? problemsOf(metadata.name).map((problem) => invalid('metadata.name', metadata.name, problem))
    : [required('metadata.name', 'name or generateName is required')];
  return [
    ...(old ? [] : nameErrors),
    ...(kind.namespaced || !metadata.namespace
      ? []
      : [forbiddenField('metadata.namespace', 'not allowed on this type')]),
    ...labelRules(metadata.labels, 'metadata.labels'),
    ...annotationRules(metadata.annotations),
    ...ownerRules(metadata.ownerReferences ?? []),
    ...(metadata.finalizers ?? []).flatMap((finalizer, index) => finalizerRules(kind, finalizer, index)),
    ...(old ? newFinalizers(metadata.finalizers ?? [], old) : []),
  ];
}

/** Keys and values of labels, or of a selector by labels. */
export function labelRules(labels: unknown, path: string): FieldError[] {
  return Object.entries(isFields(labels) ? labels : {}).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((problem) => invalid(path, key, problem)),
    ...labelValueProblems(String(value)).map((problem) => invalid(path, String(value), problem)),
  ]);
}

function annotationRules(annotations: unknown): FieldError[] {
  const path = 'metadata.annotations';
  const entries = Object.entries(fieldsAt({ annotations }, 'annotations'));
  const size = entries.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
  return [
    ...entries.flatMap(([key]) =>
      qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid(path, key, problem)),
    ),
    ...(size > annotationsLimit
      ? [
          {
            field: path,
            reason: 'FieldValueTooLong',
            message: `${path}: Too long: may not be more than ${annotationsLimit} bytes`,
          },
        ]
      : []),
  ];
}

/** Finalizers that need no domain: they are the API server's own. */
const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

function finalizerRules(kind: Kind, finalizer: string, index: number): FieldError[] {
  const problems = qualifiedNameProblems(finalizer);
  if (problems.length) return problems.map((problem) => invalid('metadata.finalizers', finalizer, problem));
  const isPlain = kind.custom || kind.hasPlainFinalizers === true;
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  return isPlain || isKnownFinalizer(finalizer)
    ? []
    : [invalid(`metadata.finalizers[${index}]`, finalizer, detail)];
}

const isKnownFinalizer = (finalizer: string): boolean =>
  finalizer.includes('/') || standardFinalizers.includes(finalizer);

/** What a server says of new finalizers of a custom resource, which it takes all the same. */
export const finalizerWarnings = (finalizers: readonly string[] = []): readonly string[] =>
  finalizers
    .filter((finalizer) => !isKnownFinalizer(finalizer))
    .map((finalizer) => {
      const path = finalizer.includes('.') ? ' including a path (/)' : '';
      return `metadata.finalizers: "${finalizer}": prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    });

function ownerRules(owners: readonly unknown[]): FieldError[] {
  const path = 'metadata.ownerReferences';
  return owners.flatMap((owner) =>
    Object.entries(ownerParts)
      .filter(([field]) => !textAt(owner, field))
      .map(([field, named]) => invalid(`${path}.${field}`, '', `${named} must not be empty`)),
  );
}

/** What has to be said of an owner, by the names of the fields. */
const ownerParts = { apiVersion: 'version', kind: 'kind', name: 'name', uid: 'uid' } as const;

function newFinalizers(finalizers: readonly string[], { metadata }: KubeObject): FieldError[] {
  if (!metadata.deletionTimestamp) return [];
  const added = finalizers.filter((finalizer) => !metadata.finalizers?.includes(finalizer)).sort();
  const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return added.length ? [forbiddenField('metadata.finalizers', detail)] : [];
}

/** A field that may not change once the object is there; `value` is how the error shows it. */
export const immutable = (
  field: string,
  now: unknown,
  before: unknown,
  value: unknown = now,
): FieldError[] => (isEqual(now, before) ? [] : [invalid(field, value, 'field is immutable')]);
