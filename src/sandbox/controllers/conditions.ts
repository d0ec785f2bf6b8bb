import { timestamp } from '../apiserver/store/store.ts';
import type { Condition } from '../mesh/objects.ts';
import type { World } from '../world.ts';

/**
 * Conditions as they are written: the time of a transition stays as long as the status does. Types that aren't
 * named are kept, unless they are in `dropped`.
 */
export function mergeConditions(
  world: World,
  old: readonly Condition[] | undefined,
  wanted: readonly Condition[],
  dropped: readonly string[] = [],
): readonly Condition[] {
  const now = timestamp(world.clock.now());
  const merged = wanted.map((condition) => {
    const before = old?.find(({ type }) => type === condition.type);
    const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : undefined;
    return { ...condition, lastTransitionTime: lastTransitionTime ?? now };
  });
  const others = (old ?? []).filter(
    ({ type }) => !wanted.some((condition) => condition.type === type) && !dropped.includes(type),
  );
  return [...others, ...merged];
}

type Why = {
  readonly reason?: string;
  readonly message?: string;
  readonly generation?: number | undefined;
};

/** One condition, `generation` being that of the object it judges. */
export const condition = (type: string, status: boolean, { generation, ...why }: Why = {}): Condition => ({
  type,
  status: status ? 'True' : 'False',
  ...why,
  ...(generation === undefined ? {} : { observedGeneration: generation }),
});
