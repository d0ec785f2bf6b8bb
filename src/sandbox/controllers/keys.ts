import type { ObjectKey } from '../apiserver/store/object.ts';
import { keyOf } from '../apiserver/store/store.ts';
import { controllerOf } from '../kubernetes/workload/owned.ts';
import type { World } from '../world.ts';

/** Keys of all objects of a resource, in one namespace or in all. */
export const keysOf = (world: World, resource: string, namespace = ''): readonly ObjectKey[] =>
  world.store.list(resource, { namespace }).map((object) => keyOf(resource, object));

/** For controllers of one resource that depend on others of the same namespace: itself, or all of them there. */
export const sameNamespace =
  (resource: string) =>
  (changed: ObjectKey, world: World): readonly ObjectKey[] =>
    changed.resource === resource ? [changed] : keysOf(world, resource, changed.namespace);

/** For controllers of owners: itself, or the owner of what changed; where that can't be told any more, all of them. */
export const byOwner =
  (resource: string, kind: string) =>
  (changed: ObjectKey, world: World): readonly ObjectKey[] => {
    if (changed.resource === resource) return [changed];
    const object = world.store.get(changed);
    const owner = object && controllerOf(object);
    if (!owner) return keysOf(world, resource, changed.namespace);
    return owner.kind === kind ? [{ resource, namespace: changed.namespace, name: owner.name }] : [];
  };

/** For controllers that only look at one resource, wherever the change was. */
export const sameResource =
  (resource: string) =>
  (changed: ObjectKey): readonly ObjectKey[] =>
    changed.resource === resource ? [changed] : [];
