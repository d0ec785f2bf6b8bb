import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';

/** Gives a new object a finalizer: it isn't taken out as long as it is used. */
export const withFinalizer =
  (finalizer: string) =>
  (object: KubeObject): KubeObject => {
    const { finalizers = [] } = object.metadata;
    if (finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  };

export function dropFinalizer(world: World, key: ObjectKey, finalizer: string): void {
  world.store.mutate(key, (object) => {
    const { finalizers = [], ...metadata } = object.metadata;
    const left = finalizers.filter((name) => name !== finalizer);
    return { ...object, metadata: left.length ? { ...metadata, finalizers: left } : metadata };
  });
}
