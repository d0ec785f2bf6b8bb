import { type Admission, admit } from './admission/admit.ts';
import { admissionChain } from './admission/chain.ts';
import { alwaysThereOf, ownershipOfKind } from './apply/ownership.ts';
import { trackUpdate, type Writer } from './apply/track.ts';
import { isEqual } from './equal.ts';
import { fieldsAt } from './fields.ts';
import {
  apiVersionOf,
  fieldManagerOf,
  fieldValidationOf,
  isDryRun,
  type ResourceRequest,
} from './request.ts';
import { ApiError, alreadyExists, conflict } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';
import { keyOf, timestamp } from './store/store.ts';

type Written = { readonly object: KubeObject; readonly warnings: readonly string[] };

/** A new object; a `tracked` one has its `managedFields` already. */
type Creation = { readonly given: KubeObject; readonly tracked?: boolean };

/** An object as it is and as it shall be. */
type Change = Creation & { readonly old: KubeObject };

/** Admits and stores a new object. @throws ApiError of admission, or AlreadyExists */
export function writeNew(request: ResourceRequest, { given, tracked: isTracked }: Creation): Written {
  const { resource, world } = request;
  const { uid: _uid, creationTimestamp: _created, deletionTimestamp: _deleted, ...metadata } = given.metadata;
  const { status, ...content } = given;
  const fresh = (hasStatus(request) || status === undefined ? content : given) as KubeObject;
  // As on a real server, rules and generated fields may depend on the uid.
  const admitted = admitObject(request, { ...fresh, metadata: { ...metadata, uid: crypto.randomUUID() } });
  const tracked = isTracked ? admitted.object : withOwner(request, admitted);
  if (!isDryRun(request.query))
    return { object: world.store.create(resource, tracked), warnings: admitted.warnings };
  if (world.store.get(keyOf(resource, tracked))) throw alreadyExists(resource, tracked.metadata.name);
  const creationTimestamp = timestamp(world.clock.now());
  const shown = { ...tracked.metadata, creationTimestamp, generation: 1 };
  return { object: { ...tracked, metadata: shown }, warnings: admitted.warnings };
}

/** Of what admission adds to a new object its writer owns nothing. */
function withOwner(request: ResourceRequest, { object, sent }: Admitted): KubeObject {
  const { managedFields } = trackUpdate(undefined, sent, writerOf(request)).metadata;
  return { ...object, metadata: { ...object.metadata, ...(managedFields ? { managedFields } : {}) } };
}

/** Admits and stores a changed object; which part of it counts depends on the sub-resource that was asked for. */
export function writeChange(request: ResourceRequest, { old, given, tracked: isTracked }: Change): Written {
  const { resource, world, query } = request;
  checkIdentity(request, old, given);
  const merged = mergeParts(request, old, given);
  if (isEqual(merged, old)) return { object: old, warnings: admitUnchanged(request, old) };
  const admitted = admitObject(request, merged, old);
  const tracked = isTracked ? admitted.object : trackUpdate(old, admitted.object, writerOf(request));
  const { store } = world;
  const object = isDryRun(query) ? store.preview(resource, tracked) : store.update(resource, tracked);
  return { object, warnings: admitted.warnings };
}

export const writerOf = (request: ResourceRequest): Writer => ({
  ownershipOf: ownershipOfKind(request.kind),
  isAlwaysThere: alwaysThereOf(request.kind),
  manager: fieldManagerOf(request),
  apiVersion: apiVersionOf(request.kind.group, request.version),
  subresource: request.subresource,
  statusApart: hasStatus(request),
  time: timestamp(request.world.clock.now()),
});

const hasStatus = ({ kind }: ResourceRequest): boolean => kind.subresources.includes('status');

/** `/status` changes the status and metadata only; the object itself everything but the status. */
function mergeParts(request: ResourceRequest, old: KubeObject, given: KubeObject): KubeObject {
  const metadata = serverMetadata(old, given);
  const { status: oldStatus, ...oldContent } = old;
  const { status, ...content } = given;
  const withStatus = (object: object, value: unknown): KubeObject =>
    ({ ...object, metadata, ...(value === undefined ? {} : { status: value }) }) as KubeObject;
  if (request.subresource === 'ephemeralcontainers') {
    const added = fieldsAt(given, 'spec').ephemeralContainers;
    return { ...old, spec: { ...fieldsAt(old, 'spec'), ephemeralContainers: added } } as KubeObject;
  }
  if (request.subresource === 'status' || request.subresource === 'approval')
    return withStatus(oldContent, status);
  return withStatus(content, hasStatus(request) ? oldStatus : status);
}

/** What clients send back of the server's own metadata is ignored. */
function serverMetadata(old: KubeObject, given: KubeObject): KubeObject['metadata'] {
  const { uid, creationTimestamp, generation, resourceVersion, ...rest } = old.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds, managedFields } = rest;
  const kept = {
    uid,
    creationTimestamp,
    generation,
    resourceVersion,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    managedFields: given.metadata.managedFields ?? managedFields,
  };
  const merged = Object.entries({ ...given.metadata, ...kept });
  return Object.fromEntries(merged.filter(([, value]) => !isNothing(value))) as KubeObject['metadata'];
}

/** Metadata without any entries is none. */
const isNothing = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Where a real server keeps an object; a few kinds are older than its rule for that. */
function storedAt({ kind }: ResourceRequest, { metadata: { namespace, name } }: KubeObject): string {
  const place = oldPlaces[kind.plural] ?? (kind.custom ? `${kind.group}/${kind.plural}` : kind.plural);
  return ['/registry', place, namespace, name].filter(Boolean).join('/');
}

const oldPlaces: Readonly<Record<string, string>> = {
  services: 'services/specs',
  endpoints: 'services/endpoints',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  ingresses: 'ingress',
};

function checkIdentity(request: ResourceRequest, old: KubeObject, given: KubeObject): void {
  const { kind, resource } = request;
  const { uid, resourceVersion, finalizers = [] } = given.metadata;
  const { name } = old.metadata;
  if (uid && uid !== old.metadata.uid)
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: ${storedAt(request, old)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
    );
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  const added = finalizers.filter((finalizer) => !old.metadata.finalizers?.includes(finalizer));
  if (!old.metadata.deletionTimestamp || added.length === 0) return;
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((finalizer) => `"${finalizer}"`).join(', ')}}`;
  throw new ApiError(
    422,
    'Invalid',
    `${kind.kind}${kind.group ? `.${kind.group}` : ''} "${name}" is invalid: metadata.finalizers: ${message}`,
    {
      name,
      kind: kind.kind,
      causes: [{ reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' }],
    },
  );
}

/** A request that changes nothing may be refused all the same: plugins look at what it leaves there. */
function admitUnchanged(request: ResourceRequest, old: KubeObject): readonly string[] {
  const warnings: string[] = [];
  const warn = (text: string): number => warnings.push(text);
  const dryRun = isDryRun(request.query);
  admissionChain(request.plugins, { ...request, operation: 'UPDATE', old, dryRun, warn }).validate(old);
  return warnings;
}

/** `sent` is the object with its defaults, before admission looked at it. */
type Admitted = Admission & { readonly sent: KubeObject };

/** Validation and defaults of the kind, and the rules that look at other objects. @throws ApiError */
function admitObject(request: ResourceRequest, object: KubeObject, old?: KubeObject): Admitted {
  let sent = object;
  const { kind, world, query, resource, version } = request;
  const warned: string[] = [];
  const operation = old ? 'UPDATE' : 'CREATE';
  const before = old ? { old } : {};
  const dryRun = isDryRun(query);
  const warn = (text: string): number => warned.push(text);
  const chain = admissionChain(request.plugins, { ...request, ...before, operation, dryRun, warn });
  const admitted = admit(kind, object, {
    ...(request.subresource ? { subresource: request.subresource } : {}),
    ...before,
    fieldValidation: fieldValidationOf(query),
    now: world.clock.now(),
    version,
    others: () => world.store.list(resource),
    mutate(defaulted) {
      sent = defaulted;
      return chain.mutate(defaulted);
    },
  });
  chain.validate(admitted.object);
  return { object: admitted.object, sent, warnings: [...admitted.warnings, ...warned] };
}
