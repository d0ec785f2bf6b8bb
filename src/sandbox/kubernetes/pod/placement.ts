import type { PodSpec } from '../../mesh/objects.ts';
import type { NodeObject, Taint, Toleration } from '../workload/workload-objects.ts';

/** Whether a pod may run on a node: the node's labels and taints. */
export function fitsNode(spec: PodSpec, node: NodeObject): boolean {
  return hasLabels(spec, node) && toleratesTaints(spec, node);
}

export const hasLabels = (spec: PodSpec, { metadata }: NodeObject): boolean =>
  Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => metadata.labels?.[key] === value);

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function toleratesTaints(spec: PodSpec, node: NodeObject): boolean {
  const { tolerations = [] } = spec as { readonly tolerations?: readonly Toleration[] };
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  return taints.every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

const tolerates = ({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean =>
  (key === undefined || key === taint.key) &&
  (effect === undefined || effect === taint.effect) &&
  (operator === 'Exists' || value === (taint.value ?? ''));
