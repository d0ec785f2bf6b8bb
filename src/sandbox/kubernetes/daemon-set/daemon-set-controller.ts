import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner, keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { currentRevision, trimHistory } from '../controller-revision/history.ts';
import { adoptAndRelease } from '../workload/adopt.ts';
import { isAvailable, nextAvailable } from '../workload/availability.ts';
import { createPod } from '../workload/create-pod.ts';
import type { DaemonSetObject } from '../workload/workload-objects.ts';
import { placesOf, podsOf, strayPods } from './daemon-nodes.ts';
import { daemonPod, hashLabel, isCurrent, targetOf } from './daemon-pod.ts';
import { type Work, workOn } from './daemon-work.ts';
import { rollingUpdate } from './rolling-update.ts';

const component = 'daemonset-controller';

/** When to try again to make a pod that was refused, in milliseconds. */
const retryMs = 1000;

/** One pod of the present template on every node that fits; old ones are replaced as its strategy says. */
export const daemonSet: Controller = {
  name: component,
  watches: [resources.daemonSets, resources.pods, resources.nodes],
  enqueue: (changed, world) =>
    changed.resource === resources.nodes
      ? keysOf(world, resources.daemonSets)
      : byOwner(resources.daemonSets, 'DaemonSet')(changed, world),
  delay: 0.1,
  reconcile(key, world) {
    const set = world.store.get<DaemonSetObject>(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    adoptAndRelease(world, set);
    keepHistory(world, set);
    const isMade = carryOut(world, set, workOn(world, set, placesOf(world, set)));
    for (const pod of strayPods(world, set)) deleteObject(world.store, keyOf(resources.pods, pod));
    const isUpdated =
      set.spec?.updateStrategy?.type === 'OnDelete' ||
      carryOut(world, set, rollingUpdate(world, set, placesOf(world, set)));
    writeStatus(world, key, statusOf(world, set));
    if (!isMade || !isUpdated) return { requeueAfterMs: retryMs };
    return nextAvailable(world, podsOf(world, set), set.spec?.minReadySeconds);
  },
};

/** The templates that `kubectl rollout` can go back to. */
function keepHistory(world: World, set: DaemonSetObject): void {
  const { metadata } = currentRevision(world, set);
  const used = podsOf(world, set).map((pod) => `${set.metadata.name}-${pod.metadata.labels?.[hashLabel]}`);
  trimHistory(world, set, new Set([...used, metadata.name]));
}

/** Gives whether all pods could be made; after the first that is refused no other is tried. */
function carryOut(world: World, set: DaemonSetObject, { create, remove }: Work): boolean {
  for (const { pod, why } of remove) removePod(world, set, pod, why);
  return create.every((node) => createPod(world, set, daemonPod(set, node), component));
}

const endings = {
  failed: { type: 'Warning', reason: 'FailedDaemonPod', verb: 'kill' },
  succeeded: { type: 'Normal', reason: 'SucceededDaemonPod', verb: 'delete' },
} as const;

function removePod(world: World, set: DaemonSetObject, pod: PodObject, why?: keyof typeof endings): void {
  const { name, namespace } = pod.metadata;
  if (why) {
    const { type, reason, verb } = endings[why];
    const message = `Found ${why} daemon pod ${namespace}/${name} on node ${targetOf(pod)}, will try to ${verb} it`;
    recordEvent(world, set, { type, reason, message, component });
  }
  deleteObject(world.store, keyOf(resources.pods, pod));
  recordEvent(world, set, { reason: 'SuccessfulDelete', message: `Deleted pod: ${name}`, component });
}

function statusOf(world: World, set: DaemonSetObject): object {
  const places = placesOf(world, set);
  const wanted = places.filter((place) => place.wanted);
  const oldest = wanted.flatMap(({ pods }) => pods.slice(0, 1));
  const available = oldest.filter((pod) => isAvailable(world, pod, set.spec?.minReadySeconds)).length;
  return {
    observedGeneration: set.metadata.generation,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: oldest.length,
    updatedNumberScheduled: oldest.filter((pod) => isCurrent(set, pod)).length || undefined,
    numberMisscheduled: places.filter((place) => !place.wanted && place.pods.length).length,
    numberReady: oldest.filter(isReady).length,
    numberAvailable: available || undefined,
    numberUnavailable: wanted.length - available || undefined,
  };
}
