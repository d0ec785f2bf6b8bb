import type { PodObject } from '../../mesh/objects.ts';
import { type Revision, templateOf } from '../controller-revision/history.ts';
import { controllerReference } from '../workload/owned.ts';
import { podFrom } from '../workload/workload-objects.ts';
import { claimName } from './stateful-claims.ts';
import type { StatefulSetObject } from './stateful-set-object.ts';

/** The label that says of which revision a pod is. */
export const revisionLabel = 'controller-revision-hash';

/** Number of a pod in its set: 2 of `web-2`. Undefined where its name isn't one of the set's. */
export function ordinalOf({ metadata }: StatefulSetObject, pod: PodObject): number | undefined {
  const [, name, ordinal] = /^(.*)-(\d+)$/.exec(pod.metadata.name) ?? [];
  return name === metadata.name ? Number(ordinal) : undefined;
}

/** Whether a number is one of those that the set wants now. */
export function isWanted({ spec }: StatefulSetObject, ordinal: number): boolean {
  const start = spec?.ordinals?.start ?? 0;
  return ordinal >= start && ordinal < start + (spec?.replicas ?? 1);
}

/** A pod of a set with the identity of its number: name, host name, labels, claims. */
export function statefulPod(set: StatefulSetObject, ordinal: number, revision: Revision): PodObject {
  const name = `${set.metadata.name}-${ordinal}`;
  const pod = podFrom(templateOf(revision), name, set);
  const claims = (set.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
  const others = (pod.spec?.volumes ?? []).filter((volume) => !claims.includes(volume.name));
  const volumes = [
    ...claims.map((claim) => ({
      name: claim,
      persistentVolumeClaim: { claimName: claimName(claim, name) },
    })),
    ...others,
  ];
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: `${set.metadata.name}-`,
      labels: {
        ...pod.metadata.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [revisionLabel]: revision.metadata.name,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(set.spec?.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(volumes.length ? { volumes } : {}),
    },
  };
}
