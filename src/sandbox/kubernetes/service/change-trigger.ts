import { slot } from '../../memory.ts';
import type { PodObject, ServiceObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';

/** When each pod of a service last became ready, or unready, as it was seen last. */
type Seen = ReadonlyMap<string, string>;

const seen = slot(() => new Map<string, Seen>());

const annotation = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * When what makes a service's endpoints change happened: with a new service its creation, then the earliest of the
 * pods' transitions since the last look; nothing when there was none.
 * @see https://github.com/kubernetes/endpointslice/blob/v0.33.1/util/trigger_time_tracker.go
 */
export function changeTrigger(
  world: World,
  { metadata }: ServiceObject,
  pods: readonly PodObject[],
): Readonly<Record<string, string>> {
  const known = world.memory.of(seen);
  const key = metadata.uid ?? '';
  const before = known.get(key);
  const times = new Map(pods.map((pod) => [pod.metadata.name, readyTime(pod)]));
  known.set(key, times);
  const changed = [...times].flatMap(([name, time]) => (time > (before?.get(name) ?? '') ? [time] : []));
  const time = before ? changed.sort()[0] : metadata.creationTimestamp;
  return time ? { [annotation]: time } : {};
}

const readyTime = ({ status }: PodObject): string =>
  status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
