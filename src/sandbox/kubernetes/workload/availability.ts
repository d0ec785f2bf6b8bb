import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';

/** How long a pod still has to stay ready until it counts as available, in milliseconds; undefined of one that isn't ready. */
function untilAvailable(world: World, pod: PodObject, minReadySeconds: number): number | undefined {
  if (!isReady(pod)) return undefined;
  const since = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  if (!minReadySeconds || !since) return 0;
  return Math.max(0, Date.parse(since) + minReadySeconds * 1000 - world.clock.now().getTime());
}

/** Whether a pod has been ready for as long as its workload asks for. */
export const isAvailable = (world: World, pod: PodObject, minReadySeconds = 0): boolean =>
  untilAvailable(world, pod, minReadySeconds) === 0;

/** When to look again at pods that are ready but not available yet. */
export function nextAvailable(
  world: World,
  pods: readonly PodObject[],
  minReadySeconds = 0,
): undefined | { readonly requeueAfterMs: number } {
  const waits = pods
    .map((pod) => untilAvailable(world, pod, minReadySeconds) ?? 0)
    .filter((wait) => wait > 0);
  return waits.length ? { requeueAfterMs: Math.min(...waits) } : undefined;
}
