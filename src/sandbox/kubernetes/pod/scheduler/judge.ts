import type { PodObject } from '../../../mesh/objects.ts';
import type { Filter, Misfit } from './filter.ts';
import { namedNodes, nodeAffinity, nodeUnschedulable, taintToleration } from './filters/node-filters.ts';
import { nodePorts, nodeResources } from './filters/node-resources.ts';
import { podAffinity } from './filters/pod-affinity.ts';
import { topologySpread } from './filters/topology-spread.ts';
import { volumeBinding, volumeRestrictions } from './filters/volume-binding.ts';
import type { NodeInfo, Snapshot } from './snapshot.ts';

/** In the order of the real scheduler, as only the first that isn't met is told. */
const filters: readonly Filter[] = [
  namedNodes,
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResources,
  volumeRestrictions,
  volumeBinding,
  topologySpread,
  podAffinity,
];

/** Why no node at all can take a pod. */
export function blocked(pod: PodObject, all: Snapshot): string | undefined {
  for (const { before } of filters) {
    const why = before?.(pod, all);
    if (why) return why;
  }
  return undefined;
}

/** What is wrong with one node; nothing when it can take the pod. */
export function misfits(pod: PodObject, node: NodeInfo, all: Snapshot): readonly Misfit[] {
  for (const { check } of filters) {
    const found = check?.(pod, node, all) ?? [];
    if (found.length) return found;
  }
  return [];
}
