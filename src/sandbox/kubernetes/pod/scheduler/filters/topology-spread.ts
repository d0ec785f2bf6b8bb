import { specSelector } from '../../../../apiserver/store/selectors.ts';
import type { PodObject } from '../../../../mesh/objects.ts';
import { crowded, type Filter, hopeless, type Misfit } from '../filter.ts';
import { hardEffects, matchesNodeAffinity, untolerated } from '../placement.ts';
import type { SpreadConstraint } from '../scheduling-fields.ts';
import type { NodeInfo, Snapshot } from '../snapshot.ts';

const message = "node(s) didn't match pod topology spread constraints";

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export const topologySpread: Filter = {
  name: 'PodTopologySpread',
  check(pod, node, all) {
    const hard = (pod.spec?.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
    );
    for (const constraint of hard) {
      const misfit = checkOne(pod, node, { all, constraint, hard });
      if (misfit.length) return misfit;
    }
    return [];
  },
};

type Context = {
  readonly all: Snapshot;
  readonly constraint: SpreadConstraint;
  readonly hard: readonly SpreadConstraint[];
};

function checkOne(pod: PodObject, { node }: NodeInfo, context: Context): readonly Misfit[] {
  const { constraint } = context;
  const domain = node.metadata.labels?.[constraint.topologyKey];
  if (domain === undefined) return hopeless(`${message} (missing required label)`);
  const counts = countsByDomain(pod, context);
  const tooFew = counts.size < (constraint.minDomains ?? 1);
  const least = tooFew || !counts.size ? 0 : Math.min(...counts.values());
  const own = spreadSelector(pod, constraint)(pod) ? 1 : 0;
  return (counts.get(domain) ?? 0) + own - least > constraint.maxSkew ? crowded(message) : [];
}

/** Pods that a constraint counts. */
export function spreadSelector(pod: PodObject, { labelSelector, matchLabelKeys = [] }: SpreadConstraint) {
  if (!labelSelector) return () => false;
  const fits = specSelector(labelSelector);
  const labels = (of: PodObject) => of.metadata.labels ?? {};
  const keys = matchLabelKeys.filter((key) => key in labels(pod));
  return (other: PodObject): boolean =>
    fits(other) && keys.every((key) => labels(other)[key] === labels(pod)[key]);
}

/** How many such pods are in each domain that the pod could go to. */
function countsByDomain(pod: PodObject, { all, constraint, hard }: Context): ReadonlyMap<string, number> {
  const { topologyKey, nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  const counted = spreadSelector(pod, constraint);
  const counts = new Map<string, number>();
  for (const { node, pods } of all.nodes) {
    const domain = node.metadata.labels?.[topologyKey];
    const spec = pod.spec ?? {};
    const isOut =
      domain === undefined ||
      hard.some((other) => node.metadata.labels?.[other.topologyKey] === undefined) ||
      (nodeAffinityPolicy === 'Honor' && !matchesNodeAffinity(spec, node)) ||
      (nodeTaintsPolicy === 'Honor' && untolerated(spec, node, hardEffects) !== undefined);
    if (isOut) continue;
    const here = pods.filter(
      (other) =>
        other.metadata.namespace === pod.metadata.namespace &&
        !other.metadata.deletionTimestamp &&
        counted(other),
    );
    counts.set(domain, (counts.get(domain) ?? 0) + here.length);
  }
  return counts;
}
