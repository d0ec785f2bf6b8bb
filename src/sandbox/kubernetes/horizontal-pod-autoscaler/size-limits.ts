import type { ScalingRules } from './autoscaler-objects.ts';
import type { ScalingMemory } from './scaling-memory.ts';

/** A size that was asked for, in its bounds. */
type Asked = {
  readonly current: number;
  readonly desired: number;
  readonly least: number;
  readonly most: number;
  readonly nowMs: number;
};

type Limited = { readonly replicas: number; readonly reason: string; readonly message: string };

const inRange = (replicas: number): Limited => ({
  replicas,
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
});

const limits = {
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
} as const;

const limited = (replicas: number, reason: keyof typeof limits): Limited => ({
  replicas,
  reason,
  message: limits[reason],
});

/** Where nothing is said of it: at most double, or four. */
export function usualLimits({ current, desired, least, most }: Asked): Limited {
  const fastest = Math.max(2 * current, 4);
  if (desired < least) return limited(least, 'TooFewReplicas');
  if (desired > Math.min(most, fastest))
    return most > fastest ? limited(fastest, 'ScaleUpLimit') : limited(most, 'TooManyReplicas');
  return inRange(desired);
}

/** As fast as the policies of an autoscaler let it. */
export function policyLimits(
  asked: Asked,
  { scaleUp = {}, scaleDown = {} }: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules },
  memory: ScalingMemory,
): Limited {
  const { current, desired, least, most } = asked;
  if (desired > current) {
    const fastest = Math.max(current, boundOf(asked, scaleUp, memory, 1));
    if (desired > Math.min(most, fastest))
      return most > fastest ? limited(fastest, 'ScaleUpLimit') : limited(most, 'TooManyReplicas');
  } else if (desired < current) {
    const slowest = Math.min(current, boundOf(asked, scaleDown, memory, -1));
    if (desired < Math.max(least, slowest))
      return least < slowest ? limited(slowest, 'ScaleDownLimit') : limited(least, 'TooFewReplicas');
  }
  return inRange(desired);
}

/** The farthest size that the policies allow, each for the time that it is about. */
function boundOf(
  { current, nowMs }: Asked,
  { policies = [], selectPolicy }: ScalingRules,
  { changes }: ScalingMemory,
  way: 1 | -1,
): number {
  if (selectPolicy === 'Disabled') return current;
  const bounds = policies.map(({ type, value, periodSeconds }) => {
    const lately = changes.filter(({ atMs }) => nowMs - atMs < periodSeconds * 1000);
    const start = current - lately.reduce((sum, { by }) => sum + by, 0);
    if (type === 'Pods') return start + way * value;
    const share = start * (1 + (way * value) / 100);
    return way === 1 ? Math.ceil(share) : Math.trunc(share);
  });
  return (selectPolicy === 'Min') === (way === 1) ? Math.min(...bounds) : Math.max(...bounds);
}
