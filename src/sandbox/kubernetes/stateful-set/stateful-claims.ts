import { controllerUser } from '../../apiserver/authentication/user.ts';
import type { KubeObject, OwnerReference } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { admitNew } from '../admit-new.ts';
import { refusalOf } from '../workload/create-pod.ts';
import { controllerReference } from '../workload/owned.ts';
import type { StatefulSetObject } from './stateful-set-object.ts';

const component = 'statefulset-controller';

/** The claim that a template makes for a pod: `data-web-0`. */
export const claimName = (template: string, pod: string): string => `${template}-${pod}`;

const claimsOf = (world: World, set: StatefulSetObject, pod: string): readonly KubeObject[] =>
  (set.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
    const name = claimName(metadata.name, pod);
    const namespace = set.metadata.namespace ?? '';
    return world.store.get({ resource: resources.persistentVolumeClaims, namespace, name }) ?? [];
  });

/** Creates the claims that a pod lacks; says why it can't have one. */
export function ensureClaims(world: World, set: StatefulSetObject, pod: string): string | undefined {
  for (const template of set.spec?.volumeClaimTemplates ?? []) {
    const claim = claimFrom(set, template, pod);
    const existing = world.store.get(keyOf(resources.persistentVolumeClaims, claim));
    if (existing?.metadata.deletionTimestamp) return `pvc ${claim.metadata.name} is being deleted`;
    if (existing) continue;
    const refusal = refusalOf(() => {
      const user = controllerUser(component);
      const admitted = admitNew(world, resources.persistentVolumeClaims, claim, user);
      world.store.create(resources.persistentVolumeClaims, admitted);
    });
    const what = `create Claim ${claim.metadata.name} Pod ${pod} in StatefulSet ${set.metadata.name}`;
    if (refusal) {
      const message = `${what} failed error: ${refusal}`;
      recordEvent(world, set, { type: 'Warning', reason: 'FailedCreate', message, component });
      return `failed to create PVC ${claim.metadata.name}: ${refusal}`;
    }
    recordEvent(world, set, { reason: 'SuccessfulCreate', message: `${what} success`, component });
  }
  return undefined;
}

function claimFrom(set: StatefulSetObject, template: KubeObject, pod: string): KubeObject {
  const { status: _status, ...claim } = template;
  return {
    ...claim,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(template.metadata.name, pod),
      namespace: set.metadata.namespace ?? '',
      labels: { ...template.metadata.labels, ...set.spec?.selector?.matchLabels },
    },
  };
}

/**
 * Lets claims go with whoever they are to go with: the set when it is deleted, the pod when the set becomes smaller.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
export function ownClaims(world: World, set: StatefulSetObject, pod: PodObject, isSurplus: boolean): void {
  const { whenDeleted, whenScaled } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const owner =
    isSurplus && whenScaled === 'Delete' ? pod : !isSurplus || whenScaled !== 'Delete' ? set : undefined;
  const wanted: readonly OwnerReference[] =
    owner === pod || (owner === set && whenDeleted === 'Delete') ? [controllerReference(owner)] : [];
  for (const claim of claimsOf(world, set, pod.metadata.name)) {
    const uids = [set.metadata.uid, pod.metadata.uid];
    const others = (claim.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
    const ownerReferences = [...others, ...wanted];
    if (!ownerReferences.length && !claim.metadata.ownerReferences) continue;
    world.store.mutate(keyOf(resources.persistentVolumeClaims, claim), (object) => ({
      ...object,
      metadata: { ...object.metadata, ownerReferences },
    }));
  }
}
