import type { PodObject } from '../../../mesh/objects.ts';
import { numberOf } from '../../resources/amount.ts';
import { allocatable, requested } from './filters/node-resources.ts';
import { isNear } from './filters/pod-affinity.ts';
import { spreadSelector } from './filters/topology-spread.ts';
import { matchesTerm } from './node-terms.ts';
import { untolerated } from './placement.ts';
import type { NodeInfo, Snapshot } from './snapshot.ts';

const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

type Score = {
  readonly weight: number;
  readonly of: (pod: PodObject, node: NodeInfo, all: Snapshot) => number;
};

/** What makes one node better than another; weights are those of the real scheduler's plugins. */
const scores: readonly Score[] = [
  { weight: 3, of: ({ spec = {} }, { node }) => (untolerated(spec, node, ['PreferNoSchedule']) ? 0 : 1) },
  { weight: 2, of: nodePreference },
  { weight: 2, of: podPreference },
  { weight: 2, of: (pod, node, all) => -crowd(pod, node, all) },
];

/** The nodes that fit, best first: by what the pod prefers, then by the room that is left, then by the fewest pods. */
export function ranked(pod: PodObject, nodes: readonly NodeInfo[], all: Snapshot): readonly NodeInfo[] {
  const totals = new Map(nodes.map((node) => [node, 0]));
  for (const { weight, of } of scores) {
    const raw = nodes.map((node) => of(pod, node, all));
    const least = Math.min(...raw);
    const range = Math.max(...raw) - least;
    nodes.forEach((node, index) => {
      const share = range ? ((raw[index] ?? 0) - least) / range : 0;
      totals.set(node, (totals.get(node) ?? 0) + weight * share);
    });
  }
  return nodes.toSorted(
    (a, b) =>
      (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || usage(a) - usage(b) || a.pods.length - b.pods.length,
  );
}

function nodePreference({ spec }: PodObject, { node }: NodeInfo): number {
  const terms = spec?.affinity?.nodeAffinity?.[preferred] ?? [];
  return terms.reduce(
    (total, { weight, preference }) => total + (matchesTerm(preference, node) ? weight : 0),
    0,
  );
}

function podPreference(pod: PodObject, node: NodeInfo, all: Snapshot): number {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  const sum = (terms: NonNullable<typeof podAffinity>[typeof preferred]): number =>
    (terms ?? []).reduce(
      (total, { weight, podAffinityTerm }) => total + (isNear(pod, podAffinityTerm, node, all) ? weight : 0),
      0,
    );
  return sum(podAffinity?.[preferred]) - sum(podAntiAffinity?.[preferred]);
}

/** How many pods that a soft constraint wants spread are in a node's domain. */
function crowd(pod: PodObject, { node }: NodeInfo, all: Snapshot): number {
  const soft = (pod.spec?.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway',
  );
  return soft.reduce((total, constraint) => {
    const domain = node.metadata.labels?.[constraint.topologyKey];
    const counted = spreadSelector(pod, constraint);
    const places = all.nodes.filter(
      (place) => place.node.metadata.labels?.[constraint.topologyKey] === domain,
    );
    return total + places.flatMap(({ pods }) => pods).filter(counted).length;
  }, 0);
}

/** The larger part of a node that is asked for, from 0 to 1: of its processors or its memory. */
function usage(node: NodeInfo): number {
  const room = allocatable(node);
  const used = requested(node);
  const shares = ['cpu', 'memory'].map((name) => {
    const [all, taken] = [room.get(name), used.get(name)];
    return all && taken ? numberOf(taken) / numberOf(all) : 0;
  });
  return Math.max(...shares);
}
