import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Condition } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { ReplicaSetObject } from '../workload/workload-objects.ts';

/** The condition of a set whose pods are refused. */
export const replicaFailure = 'ReplicaFailure';

const shortestMs = 500;
const longestMs = 300_000;

/** What a set's conditions become: why its pods are refused, as it was first said, until they no longer are. */
export function withFailure(
  world: World,
  { status }: ReplicaSetObject,
  refusal: string,
): readonly Condition[] | undefined {
  const before = status?.conditions ?? [];
  if (!refusal) {
    const rest = before.filter(({ type }) => type !== replicaFailure);
    return rest.length ? rest : undefined;
  }
  if (before.some(({ type }) => type === replicaFailure)) return before;
  const failed = condition(replicaFailure, true, { reason: 'FailedCreate', message: refusal });
  return mergeConditions(world, before, [failed]);
}

/** The longer pods have been refused, the later it is tried again. */
export function retryMs({ clock }: World, conditions: readonly Condition[] | undefined): number {
  const since = conditions?.find(({ type }) => type === replicaFailure)?.lastTransitionTime;
  const age = since === undefined ? 0 : clock.now().getTime() - Date.parse(since);
  return Math.min(Math.max(age, shortestMs), longestMs);
}
