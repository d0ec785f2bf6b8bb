import { deleteObject } from '../apiserver/store/delete.ts';
import {
  type KubeObject,
  type ObjectKey,
  type OwnerReference,
  resourceName,
} from '../apiserver/store/object.ts';
import { keyOf } from '../apiserver/store/store.ts';
import type { Controller } from '../controllers/controller.ts';
import type { World } from '../world.ts';

const foreground = 'foregroundDeletion';
const orphan = 'orphan';

/**
 * Deletes objects whose owners are all gone, and works off the finalizers of foreground and orphaning deletion.
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  watches: ['*'],
  enqueue: (changed, world) => (isOfInterest(world.store.get(changed)) ? [changed] : []),
  delay: 0.1,
  reconcile(key, world) {
    const object = world.store.get(key);
    if (!object) return collectDependents(world, key);
    if (object.metadata.deletionTimestamp) return finalize(world, key, object);
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length && owners.every((owner) => !isAlive(world, object, owner))) collect(world, key);
    return undefined;
  },
};

/** Gone objects matter for what they owned. */
const isOfInterest = (object: KubeObject | undefined): boolean =>
  !object || Boolean(object.metadata.ownerReferences?.length || object.metadata.finalizers?.length);

function collectDependents(world: World, { namespace, name }: ObjectKey): undefined {
  for (const { key, object } of everything(world, namespace)) {
    const owners = object.metadata.ownerReferences ?? [];
    if (!owners.some((owner) => owner.name === name)) continue;
    if (owners.every((owner) => !isAlive(world, object, owner))) collect(world, key);
  }
}

/** Finalizers of foreground deletion wait for the dependents; orphaning cuts them loose. */
function finalize(world: World, key: ObjectKey, object: KubeObject): undefined {
  const { finalizers = [] } = object.metadata;
  const owned = everything(world, key.namespace).filter(({ object: candidate }) =>
    candidate.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid),
  );
  if (finalizers.includes(orphan)) {
    for (const dependent of owned) release(world, dependent.key, object);
    dropFinalizer(world, key, orphan);
  }
  if (!finalizers.includes(foreground)) return;
  for (const dependent of owned) collect(world, dependent.key);
  const blocking = owned.filter(({ key: dependent }) => world.store.get(dependent) !== undefined);
  if (blocking.length === 0) dropFinalizer(world, key, foreground);
}

/** A dependent that goes tells its owner, which may be waiting for it. */
function collect(world: World, key: ObjectKey): void {
  const object = world.store.get(key);
  if (object && !object.metadata.deletionTimestamp) deleteObject(world.store, key);
}

const release = (world: World, key: ObjectKey, { metadata: { uid } }: KubeObject): void => {
  world.store.mutate(key, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      ownerReferences: (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid),
    },
  }));
};

const dropFinalizer = (world: World, key: ObjectKey, finalizer: string): void => {
  world.store.mutate(key, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      finalizers: (object.metadata.finalizers ?? []).filter((name) => name !== finalizer),
    },
  }));
};

/** An owner of the same name but with another uid is somebody else. */
function isAlive(
  world: World,
  { metadata }: KubeObject,
  { apiVersion, kind, name, uid }: OwnerReference,
): boolean {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = world.kinds.byKind(group, version, kind);
  if (!found) return true;
  const resource = resourceName(found.group, found.plural);
  const namespace = found.namespaced ? (metadata.namespace ?? '') : '';
  return world.store.get({ resource, namespace, name })?.metadata.uid === uid;
}

type Entry = { readonly key: ObjectKey; readonly object: KubeObject };

/** Objects of a namespace; of the whole cluster where the owner has none. */
const everything = (world: World, namespace: string): readonly Entry[] =>
  world.store
    .resources()
    .flatMap((resource) =>
      world.store.list(resource, { namespace }).map((object) => ({ key: keyOf(resource, object), object })),
    );
