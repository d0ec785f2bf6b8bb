import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { isAvailable } from '../workload/availability.ts';
import type { DaemonSetObject } from '../workload/workload-objects.ts';
import type { Place } from './daemon-nodes.ts';
import { isCurrent } from './daemon-pod.ts';
import { mostSurge } from './rolling-update.ts';

/** Nodes that get a pod, and pods that go; `why` is told where it isn't plain. */
export type Work = {
  readonly create: readonly string[];
  readonly remove: readonly { readonly pod: PodObject; readonly why?: 'failed' | 'succeeded' }[];
};

const nothing: Work = { create: [], remove: [] };

/** What has to happen so that each node has the pod that it is to have; templates aren't looked at. */
export function workOn(world: World, set: DaemonSetObject, places: readonly Place[]): Work {
  const all = places.map((place) => workAt(world, set, place));
  return { create: all.flatMap(({ create }) => create), remove: all.flatMap(({ remove }) => remove) };
}

function workAt(world: World, set: DaemonSetObject, place: Place): Work {
  const { node, wanted, mayStay, pods } = place;
  if (wanted && pods.length === 0) return { create: [node], remove: [] };
  const present = pods.filter(({ metadata }) => !metadata.deletionTimestamp);
  if (!mayStay) return { create: [], remove: present.map((pod) => ({ pod })) };
  const ended = present.flatMap((pod): Work['remove'] => {
    const { phase } = pod.status ?? {};
    if (phase === 'Failed') return [{ pod, why: 'failed' }];
    return phase === 'Succeeded' ? [{ pod, why: 'succeeded' }] : [];
  });
  const running = present.filter((pod) => !ended.some((one) => one.pod === pod));
  if (mostSurge(set, 1) === 0) return { create: [], remove: [...ended, ...running.slice(1).map(asRemoved)] };
  if (running.length > 1)
    return { ...nothing, remove: [...ended, ...surplus(world, set, running).map(asRemoved)] };
  return { create: wanted && running.length === 0 ? [node] : [], remove: ended };
}

const asRemoved = (pod: PodObject) => ({ pod });

/** Two may be there at a time, an old one that is ready and a new one that isn't available yet. */
function surplus(world: World, set: DaemonSetObject, running: readonly PodObject[]): readonly PodObject[] {
  const fresh = running.find((pod) => isCurrent(set, pod));
  const old = running.find((pod) => !isCurrent(set, pod));
  const others = running.filter((pod) => pod !== fresh && pod !== old);
  const isOver = fresh && old && (!isReady(old) || isAvailable(world, fresh, set.spec?.minReadySeconds));
  return isOver ? [...others, old] : others;
}
