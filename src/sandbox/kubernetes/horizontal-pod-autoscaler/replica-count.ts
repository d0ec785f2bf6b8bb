/** What one pod uses, in thousandths, and what it has asked for, where a share of that is wanted. */
type Measured = { readonly used: number; readonly requested: number };

/** A pod of the target; one without `used` has no metrics yet. */
export type CountedPod = {
  readonly used?: number;
  readonly requested: number;
  /** Starting, or not ready: what it uses says nothing yet. */
  readonly unready: boolean;
};

type Goal =
  /** Percent of what pods ask for. */
  | { readonly utilization: number }
  /** Thousandths for each pod. */
  | { readonly average: number };

type Count = { readonly replicas: number; readonly average: number; readonly utilization?: number };

/** How far from the goal usage may be without anything being changed. */
const tolerance = 0.1;

const isWithin = (ratio: number): boolean => 1 - tolerance <= ratio && ratio <= 1 + tolerance;

/**
 * How many pods it takes for each to have what it should. Pods without metrics count as if they used all where there
 * are to be fewer, and nothing where there are to be more; so do pods that aren't ready.
 * @throws Error when nothing can be said
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
 */
export function replicaCount(pods: readonly CountedPod[], replicas: number, goal: Goal): Count {
  const unready = pods.filter((pod) => pod.unready);
  const missing = pods.filter((pod) => !pod.unready && pod.used === undefined);
  const ready = pods.filter((pod) => !pod.unready && pod.used !== undefined).map(asMeasured);
  if (!ready.length) throw new Error('did not receive metrics for targeted pods (pods might be unready)');
  const { ratio, ...first } = compare(ready, goal);
  const growsWithUnready = unready.length > 0 && ratio > 1;
  if (!growsWithUnready && missing.length === 0)
    return { ...first, replicas: isWithin(ratio) ? replicas : Math.ceil(ratio * ready.length) };
  const supposed = [
    ...ready,
    ...(ratio === 1 ? [] : missing.map((pod) => ({ ...pod, used: ratio < 1 ? fallback(pod, goal) : 0 }))),
    ...(growsWithUnready ? unready.map((pod) => ({ ...pod, used: 0 })) : []),
  ];
  const { ratio: cautious } = compare(supposed, goal);
  const turns = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1);
  const wanted = Math.ceil(cautious * supposed.length);
  const isContrary = (cautious < 1 && wanted > replicas) || (cautious > 1 && wanted < replicas);
  return { ...first, replicas: isWithin(cautious) || turns || isContrary ? replicas : wanted };
}

const asMeasured = ({ used = 0, requested }: CountedPod): Measured => ({ used, requested });

const fallback = ({ requested }: CountedPod, goal: Goal): number =>
  'average' in goal ? goal.average : Math.trunc((requested * Math.max(100, goal.utilization)) / 100);

function compare(
  pods: readonly Measured[],
  goal: Goal,
): Omit<Count, 'replicas'> & { readonly ratio: number } {
  const total = pods.reduce((sum, { used }) => sum + used, 0);
  const average = Math.trunc(total / pods.length);
  if ('average' in goal) return { average, ratio: average / goal.average };
  const requested = pods.reduce((sum, pod) => sum + pod.requested, 0);
  if (requested === 0) throw new Error('no metrics returned matched known pods');
  const utilization = Math.trunc((total * 100) / requested);
  return { average, utilization, ratio: utilization / goal.utilization };
}
