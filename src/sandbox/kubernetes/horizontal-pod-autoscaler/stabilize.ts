import type { Behavior } from './autoscaler-objects.ts';
import type { ScalingMemory } from './scaling-memory.ts';

type Recommendation = { readonly desired: number; readonly current: number; readonly nowMs: number };

type Stable = { readonly replicas: number; readonly reason: string; readonly message: string };

const lower = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
} as const;

const higher = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
} as const;

const asIs = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' } as const;

/**
 * Holds a recommendation against those of late, so that the size doesn't flutter, and notes it.
 * @param windowMs How long the controller looks back before it makes something smaller, where nothing is said of it.
 */
export function stabilize(
  { desired, current, nowMs }: Recommendation,
  behavior: Behavior | undefined,
  memory: ScalingMemory,
  windowMs: number,
): Stable {
  const within = (ms: number): number[] =>
    memory.recommended.filter(({ atMs }) => nowMs - atMs < ms).map(({ replicas }) => replicas);
  const downMs = msOf(behavior?.scaleDown?.stabilizationWindowSeconds) ?? windowMs;
  const upMs = msOf(behavior?.scaleUp?.stabilizationWindowSeconds) ?? 0;
  const highest = Math.max(desired, ...within(downMs));
  const lowest = Math.min(desired, ...within(upMs));
  memory.recommended = [...memory.recommended, { replicas: desired, atMs: nowMs }];
  const replicas = behavior ? Math.min(Math.max(current, lowest), highest) : highest;
  if (replicas === desired) return { replicas, ...asIs };
  return { replicas, ...(behavior && desired >= current ? lower : higher) };
}

const msOf = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000;
