import type { PodSpec } from '../../../mesh/objects.ts';
import type { NodeObject, Taint } from '../../workload/workload-objects.ts';
import { matchesTerms } from './node-terms.ts';
import type { Toleration } from './scheduling-fields.ts';

/** Effects of taints that keep pods away, rather than only being avoided. */
export const hardEffects: readonly string[] = ['NoSchedule', 'NoExecute'];

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export function matchesNodeAffinity(spec: PodSpec, node: NodeObject): boolean {
  const isSelected = Object.entries(spec.nodeSelector ?? {}).every(
    ([key, value]) => node.metadata.labels?.[key] === value,
  );
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return isSelected && matchesTerms(required?.nodeSelectorTerms, node);
}

/**
 * The first taint of a node that a pod doesn't tolerate.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function untolerated(spec: PodSpec, node: NodeObject, effects: readonly string[]): Taint | undefined {
  const { tolerations = [] } = spec;
  return (node.spec?.taints ?? [])
    .filter(({ effect }) => effects.includes(effect))
    .find((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

export const tolerates = (
  { key, operator = 'Equal', value = '', effect }: Toleration,
  taint: Taint,
): boolean =>
  (!key || key === taint.key) &&
  (!effect || effect === taint.effect) &&
  (operator === 'Exists' || value === (taint.value ?? ''));
