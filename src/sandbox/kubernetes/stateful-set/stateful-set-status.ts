import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { isAvailable } from '../workload/availability.ts';
import { revisionLabel } from './stateful-pod.ts';
import type { Plan } from './work-on.ts';

/** What a StatefulSet's status says of its pods; once all are of the new revision, that is the current one. */
export function statefulStatus(world: World, { set, pods, current, update }: Plan): object {
  const of = (name: string): number =>
    pods.filter(({ metadata }) => !metadata.deletionTimestamp && metadata.labels?.[revisionLabel] === name)
      .length;
  const running = (pod: PodObject): boolean => pod.status?.phase === 'Running' && isReady(pod);
  const readyReplicas = pods.filter(running).length;
  const updatedReplicas = of(update.metadata.name);
  const isRolled =
    set.spec?.updateStrategy?.type !== 'OnDelete' &&
    updatedReplicas === pods.length &&
    readyReplicas === pods.length &&
    pods.length === (set.spec?.replicas ?? 1);
  const currentReplicas = isRolled ? updatedReplicas : of(current.metadata.name);
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: readyReplicas || undefined,
    availableReplicas: pods.filter(
      (pod) => running(pod) && isAvailable(world, pod, set.spec?.minReadySeconds),
    ).length,
    currentReplicas: currentReplicas || undefined,
    updatedReplicas: updatedReplicas || undefined,
    currentRevision: (isRolled ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: 0,
  };
}
