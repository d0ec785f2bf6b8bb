import type { PodObject, PodSpec } from '../../mesh/objects.ts';
import type { Toleration } from '../pod/scheduler/scheduling-fields.ts';
import { contentHash, randomSuffix } from '../workload/generated-names.ts';
import { controllerReference } from '../workload/owned.ts';
import { type DaemonSetObject, podFrom } from '../workload/workload-objects.ts';

export const hashLabel = 'controller-revision-hash';
const generationLabel = 'pod-template-generation';

/** The annotation that counts a set's templates; its pods have the number as a label. */
export const generationAnnotation = 'deprecated.daemonset.template.generation';

/** A pod of a set for one node: the scheduler puts it there and nowhere else. */
export function daemonPod(set: DaemonSetObject, node: string): PodObject {
  const pod = podFrom(set.spec?.template, `${set.metadata.name}-${randomSuffix()}`, set);
  const labels = {
    ...pod.metadata.labels,
    [hashLabel]: contentHash(set.spec?.template),
    [generationLabel]: set.metadata.annotations?.[generationAnnotation] ?? '1',
  };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: `${set.metadata.name}-`,
      labels,
      ownerReferences: [controllerReference(set)],
    },
    spec: onNode(toleratingSpec(pod.spec ?? {}), node),
  };
}

/** Whether a pod is of the present template. */
export const isCurrent = (set: DaemonSetObject, { metadata }: PodObject): boolean =>
  metadata.labels?.[hashLabel] === contentHash(set.spec?.template);

/** The node that a pod is on, or that it asks for by name. */
export function targetOf({ spec }: PodObject): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = (required?.nodeSelectorTerms ?? []).flatMap(({ matchFields = [] }) => matchFields);
  return fields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In')?.values?.[0];
}

/** Other terms about nodes have been looked at by the controller, and go. */
function onNode(spec: PodSpec, name: string): PodSpec {
  const { nodeAffinity, ...affinity } = spec.affinity ?? {};
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [name] }];
  return {
    ...spec,
    affinity: {
      ...affinity,
      nodeAffinity: {
        ...nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
      },
    },
  };
}

const condition = (name: string, effect: string): Toleration => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
  effect,
});

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations */
const always: readonly Toleration[] = [
  condition('not-ready', 'NoExecute'),
  condition('unreachable', 'NoExecute'),
  condition('disk-pressure', 'NoSchedule'),
  condition('memory-pressure', 'NoSchedule'),
  condition('pid-pressure', 'NoSchedule'),
  condition('unschedulable', 'NoSchedule'),
];

/** A pod of a DaemonSet stays through whatever is wrong with its node. */
export function toleratingSpec(spec: PodSpec): PodSpec {
  const added = spec.hostNetwork ? [...always, condition('network-unavailable', 'NoSchedule')] : always;
  const isSame = (a: Toleration, b: Toleration): boolean =>
    a.key === b.key &&
    a.effect === b.effect &&
    a.operator === b.operator &&
    (a.value ?? '') === (b.value ?? '');
  const given = spec.tolerations ?? [];
  const replaced = given.map((one) => added.find((other) => isSame(one, other)) ?? one);
  const missing = added.filter((one) => !given.some((other) => isSame(one, other)));
  return { ...spec, tolerations: [...replaced, ...missing] };
}
