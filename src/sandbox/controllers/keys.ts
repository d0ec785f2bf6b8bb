import type { ObjectKey } from '../store/object.ts';
import { keyOf } from '../store/store.ts';
import type { World } from '../world.ts';

/** Keys of all objects of a resource, in one namespace or in all. */
export const keysOf = (world: World, resource: string, namespace = ''): readonly ObjectKey[] =>
  world.store.list(resource, { namespace }).map((object) => keyOf(resource, object));

/** For controllers of one resource that depend on others of the same namespace: itself, or all of them there. */
export const sameNamespace =
  (resource: string) =>
  (changed: ObjectKey, world: World): readonly ObjectKey[] =>
    changed.resource === resource ? [changed] : keysOf(world, resource, changed.namespace);

/** For controllers of one resource that depend on objects anywhere: itself, or all of them. */
export const anywhere =
  (resource: string) =>
  (changed: ObjectKey, world: World): readonly ObjectKey[] =>
    changed.resource === resource && world.store.get(changed) ? [changed] : keysOf(world, resource);

/** For controllers that only look at one resource, wherever the change was. */
export const sameResource =
  (resource: string) =>
  (changed: ObjectKey): readonly ObjectKey[] =>
    changed.resource === resource ? [changed] : [];
