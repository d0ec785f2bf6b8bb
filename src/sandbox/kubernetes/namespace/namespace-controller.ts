import { deleteObject } from '../../apiserver/store/delete.ts';
import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Condition } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { terminatingConditions } from './namespace-conditions.ts';

const finalizer = 'kubernetes';
/** How long emptying a namespace waits for what takes its time, such as pods, in milliseconds. */
const retryMs = 20;

type NamespaceObject = KubeObject & {
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
  };
};

/** Namespaces are Active until they are deleted; then everything in them goes first. */
export const namespace: Controller = {
  name: 'namespace-controller',
  watches: [resources.namespaces],
  delay: 0.5,
  reconcile(key, world) {
    const found = world.store.get<NamespaceObject>(key);
    if (!found) return undefined;
    if (!found.metadata.deletionTimestamp) return activate(world, key);
    if (!empty(world, key.name)) {
      tellWhatRemains(world, key);
      return { requeueAfterMs: Math.max(retryMs, world.clock.latencyMs / 2) };
    }
    world.store.mutate<NamespaceObject>(key, (object) => ({
      ...object,
      spec: {
        ...object.spec,
        finalizers: (object.spec?.finalizers ?? []).filter((name) => name !== finalizer),
      },
    }));
    const left = world.store.get<NamespaceObject>(key);
    if (left && !left.metadata.finalizers?.length && !left.spec?.finalizers?.length) world.store.remove(key);
    return undefined;
  },
};

function activate(world: World, key: ObjectKey): undefined {
  world.store.mutate<NamespaceObject>(key, (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': key.name },
    },
    spec: { ...object.spec, finalizers: object.spec?.finalizers ?? [finalizer] },
    status: { ...object.status, phase: 'Active' },
  }));
}

/** Deletes what is there, owners before what they own; events last, as the others still tell about their end. */
function empty(world: World, name: string): boolean {
  const contents = contentsOf(world, name);
  const rest = contents.filter(({ resource }) => resource !== resources.events);
  for (const key of rest.length ? rest : contents) {
    const object = world.store.get(key);
    if (object && !object.metadata.deletionTimestamp) deleteObject(world.store, key);
  }
  return contentsOf(world, name).length === 0;
}

/** Writes only what is new: each write would bring the namespace here again. */
function tellWhatRemains(world: World, key: ObjectKey): void {
  const remaining = contentsOf(world, key.name).flatMap((inside) => {
    const object = world.store.get(inside);
    return object === undefined ? [] : [{ key: inside, object }];
  });
  const wanted = terminatingConditions(remaining);
  const before = world.store.get<NamespaceObject>(key)?.status?.conditions ?? [];
  const isKnown = ({ type, status, message }: Condition): boolean =>
    before.some((old) => old.type === type && old.status === status && old.message === message);
  if (wanted.every(isKnown)) return;
  const conditions = mergeConditions(world, before, wanted);
  world.store.mutate<NamespaceObject>(key, (object) => ({
    ...object,
    status: { ...object.status, conditions },
  }));
}

const contentsOf = (world: World, name: string): readonly ObjectKey[] =>
  world.store
    .resources()
    .filter((resource) => resource !== resources.namespaces)
    .flatMap((resource) =>
      world.store.list(resource, { namespace: name }).map((object) => keyOf(resource, object)),
    );
