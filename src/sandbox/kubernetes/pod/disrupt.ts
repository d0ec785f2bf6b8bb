import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { mergePodConditions } from './pod-conditions.ts';

/**
 * Ends a pod for a reason that isn't its own, which its conditions say from then on.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
export function disrupt(
  world: World,
  pod: PodObject,
  why: { readonly reason: string; readonly message: string },
): void {
  const key = keyOf(resources.pods, pod);
  const target = { type: 'DisruptionTarget', status: 'True', ...why } as const;
  world.store.mutate<PodObject>(key, (object) => ({
    ...object,
    status: {
      ...object.status,
      conditions: mergePodConditions(world, object, [target]),
    },
  }));
  if (!pod.metadata.deletionTimestamp) deleteObject(world.store, key);
}
