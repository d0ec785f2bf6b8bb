import { ApiError, conflict, notFound } from './api-error.ts';
import type { KubeObject, ObjectKey } from './object.ts';
import type { Store } from './store.ts';

/** What a client may ask of a deletion. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ */
export type DeleteOptions = {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
};

/** `gone` tells whether the object was taken out, or only marked: `object` is its last state. */
type Deletion = { readonly object: KubeObject; readonly gone: boolean };

/**
 * Deletes as the API server does: at once where nothing holds the object back, else by marking it. Running pods get
 * their grace period, finished and unscheduled ones none; namespaces wait for their content.
 * @throws ApiError NotFound, or Conflict when a precondition isn't met
 */
export function deleteObject(store: Store, key: ObjectKey, options: DeleteOptions = {}): Deletion {
  const current = store.get(key);
  if (!current) throw notFound(key.resource, key.name);
  checkPreconditions(key, current, options);
  const held = hold(store, key, options);
  const graceSeconds = graceOf(key, held, options);
  if (key.resource === 'namespaces') return { object: terminate(store, key), gone: false };
  if (graceSeconds > 0 || held.metadata.finalizers?.length)
    return {
      object: store.markDeleted(key, key.resource === 'pods' ? graceSeconds : undefined),
      gone: false,
    };
  store.remove(key);
  return { object: held, gone: true };
}

function checkPreconditions(
  key: ObjectKey,
  { metadata }: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid && uid !== metadata.uid)
    throw conflict(
      key.resource,
      key.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      key.resource,
      key.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
}

/** Foreground and orphan deletion are finalizers that the garbage collector works off. */
function hold(store: Store, key: ObjectKey, options: DeleteOptions): KubeObject {
  const current = store.get(key);
  if (!current) throw notFound(key.resource, key.name);
  const finalizer = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: undefined }[
    options.propagationPolicy ?? 'Background'
  ];
  const { finalizers = [], deletionTimestamp } = current.metadata;
  if (!finalizer || deletionTimestamp || finalizers.includes(finalizer)) return current;
  const metadata = { ...current.metadata, finalizers: [...finalizers, finalizer] };
  return store.update(key.resource, { ...current, metadata });
}

function graceOf(key: ObjectKey, object: KubeObject, { gracePeriodSeconds }: DeleteOptions): number {
  if (gracePeriodSeconds !== undefined && gracePeriodSeconds < 0)
    throw new ApiError(422, 'Invalid', `gracePeriodSeconds: Invalid value: ${gracePeriodSeconds}`);
  if (key.resource !== 'pods') return 0;
  const { spec, status } = object as PodLike;
  const finished = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (finished || !spec?.nodeName) return 0;
  return gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

type PodLike = {
  readonly spec?: { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number };
  readonly status?: { readonly phase?: string };
};

function terminate(store: Store, key: ObjectKey): KubeObject {
  store.markDeleted(key);
  const marked = store.mutate(key, (namespace) => ({
    ...namespace,
    status: { ...(namespace.status as object | undefined), phase: 'Terminating' },
  }));
  if (!marked) throw notFound(key.resource, key.name);
  return marked;
}
