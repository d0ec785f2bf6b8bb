import type { KubeObject, ObjectKey } from '../apiserver/store/object.ts';
import { keyOf } from '../apiserver/store/store.ts';
import type { World } from '../world.ts';

/** Fills in what the API server would, for objects that don't come in through it. */
export const withDefaults = <T extends KubeObject>(world: World, resource: string, object: T): T =>
  (world.kinds.byResource(resource)?.default?.(object) ?? object) as T;

/** Creates an object, with defaults. */
export const create = <T extends KubeObject>(world: World, resource: string, object: T): T =>
  world.store.create(resource, withDefaults(world, resource, object));

/**
 * Makes an object what it has to be: created when it isn't there, else the named top-level fields, labels,
 * annotations and owners replaced. Everything others wrote elsewhere stays.
 */
export function ensure(world: World, resource: string, object: KubeObject): KubeObject {
  const wanted = withDefaults(world, resource, object);
  const key = keyOf(resource, wanted);
  const { metadata, status: _status, ...content } = wanted;
  const updated = world.store.mutate(key, (current) => ({
    ...current,
    ...content,
    metadata: {
      ...current.metadata,
      ...mapsOf(current, metadata),
      ...(metadata.ownerReferences ? { ownerReferences: metadata.ownerReferences } : {}),
    },
  }));
  return updated ?? world.store.create(resource, wanted);
}

function mapsOf(current: KubeObject, wanted: KubeObject['metadata']): Partial<KubeObject['metadata']> {
  const labels = { ...current.metadata.labels, ...wanted.labels };
  const annotations = { ...current.metadata.annotations, ...wanted.annotations };
  return {
    ...(Object.keys(labels).length ? { labels } : {}),
    ...(Object.keys(annotations).length ? { annotations } : {}),
  };
}

/** Changes some fields of an object's status. */
export const writeStatus = (world: World, key: ObjectKey, status: object): void => {
  world.store.mutate(key, (object) => ({
    ...object,
    status: { ...(object.status as object | undefined), ...status },
  }));
};
