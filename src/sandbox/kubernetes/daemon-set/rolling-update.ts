import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { isAvailable } from '../workload/availability.ts';
import type { DaemonSetObject } from '../workload/workload-objects.ts';
import type { Place } from './daemon-nodes.ts';
import { isCurrent } from './daemon-pod.ts';
import type { Work } from './daemon-work.ts';

/**
 * What moves a set on to its present template: old pods go first, or with `maxSurge` new ones come first.
 * @see https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
 */
export function rollingUpdate(world: World, set: DaemonSetObject, places: readonly Place[]): Work {
  const wanted = places.filter((place) => place.wanted).length;
  const pairs = places
    .filter((place) => place.wanted || place.pods.length)
    .map((place) => pairOf(set, place));
  const surge = mostSurge(set, wanted);
  const isThere = (pod: PodObject | undefined): boolean =>
    pod !== undefined && isAvailable(world, pod, set.spec?.minReadySeconds);
  return surge > 0
    ? surging(pairs, { surge, wanted, isThere })
    : replacing(pairs, mostUnavailable(set, wanted), isThere);
}

/** How many nodes may have a new pod beside their old one; a share is rounded up. */
export const mostSurge = ({ spec }: DaemonSetObject, of: number): number =>
  portion(spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, of);

const mostUnavailable = ({ spec }: DaemonSetObject, of: number): number =>
  portion(spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, of) || 1;

const portion = (bound: number | string, of: number): number =>
  typeof bound === 'number' ? bound : Math.ceil((Number.parseFloat(bound) / 100) * of);

/** A node's new and old pod; `crowded` where there are too many of a kind, which is put right first. */
type Pair = {
  readonly place: Place;
  readonly crowded: boolean;
  readonly fresh?: PodObject;
  readonly old?: PodObject;
};

function pairOf(set: DaemonSetObject, place: Place): Pair {
  const present = place.pods.filter(({ metadata }) => !metadata.deletionTimestamp);
  const fresh = present.filter((pod) => isCurrent(set, pod));
  const old = present.filter((pod) => !isCurrent(set, pod));
  return {
    place,
    crowded: fresh.length > 1 || old.length > 1,
    ...(fresh[0] ? { fresh: fresh[0] } : {}),
    ...(old[0] ? { old: old[0] } : {}),
  };
}

type IsThere = (pod: PodObject | undefined) => boolean;

/** Old pods that aren't available go at once, others as far as so many may be missing. */
function replacing(pairs: readonly Pair[], most: number, isThere: IsThere): Work {
  const only = pairs
    .filter(({ crowded, fresh, old }) => !crowded && old && !fresh)
    .flatMap(({ old }) => old ?? []);
  const useless = only.filter((pod) => !isThere(pod));
  const useful = only.filter(isThere);
  const missing = pairs.filter(
    ({ crowded, fresh, old }) => crowded || !fresh === !old || !isThere(fresh ?? old),
  ).length;
  const room = Math.max(0, most - missing);
  return { create: [], remove: [...useless, ...useful.slice(0, room)].map((pod) => ({ pod })) };
}

type Surge = { readonly surge: number; readonly wanted: number; readonly isThere: IsThere };

/** A new pod comes wherever the old one is of no use, others as far as the surge goes; an old one goes when the new is there. */
function surging(pairs: readonly Pair[], { surge, wanted, isThere }: Surge): Work {
  const settled = pairs.filter(({ crowded }) => !crowded);
  const pending = settled.filter(({ old, fresh }) => old && fresh && !isThere(fresh));
  const done = settled.filter(({ old, fresh }) => old && fresh && isThere(fresh));
  const waiting = settled.filter(({ old, fresh }) => old && !fresh);
  const useless = waiting.filter(({ old }) => !isThere(old));
  const useful = waiting.filter(({ old }) => isThere(old));
  const available = settled.filter(({ old, fresh }) => isThere(old ?? fresh)).length;
  const outcasts = useful.filter(({ place }) => !place.wanted).slice(0, Math.max(0, available - wanted));
  const taken = pairs.length - settled.length + pending.length;
  const candidates = useful.filter(({ place }) => place.wanted).slice(0, Math.max(0, surge - taken));
  const replaced = useless.filter(({ place }) => place.wanted);
  const going = [...done, ...useless.filter(({ place }) => !place.wanted), ...outcasts];
  return {
    create: [...replaced, ...candidates].map(({ place }) => place.node),
    remove: going.flatMap(({ old }) => (old ? [{ pod: old }] : [])),
  };
}
