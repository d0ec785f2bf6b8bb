import type { PodObject } from '../../../../mesh/objects.ts';
import { resources } from '../../../../mesh/resources.ts';
import type { World } from '../../../../world.ts';
import type { ClaimObject, VolumeObject } from '../../../persistent-volume/volume-objects.ts';
import { claimNames } from '../../../persistent-volume-claim/claims-of-pod.ts';
import { matchingVolume, reaches } from '../../../persistent-volume-claim/match-volume.ts';
import { noProvisioner, selectedNode } from '../../../persistent-volume-claim/provision.ts';
import type { StorageClassObject } from '../../../storage-class/storage-class.ts';
import type { NodeObject } from '../../../workload/workload-objects.ts';
import { crowded, type Filter, hopeless } from '../filter.ts';

/** The claims of a pod that are there. */
export const claimsOf = (world: World, pod: PodObject): readonly ClaimObject[] =>
  claimNames(pod).flatMap((name) => claimOf(world, pod, name) ?? []);

const claimOf = (world: World, { metadata }: PodObject, name: string): ClaimObject | undefined =>
  world.store.get<ClaimObject>({
    resource: resources.persistentVolumeClaims,
    namespace: metadata.namespace ?? '',
    name,
  });

export const isBound = ({ status }: ClaimObject): boolean => status?.phase === 'Bound';

const classOf = (world: World, { spec }: ClaimObject): StorageClassObject | undefined =>
  world.store.get<StorageClassObject>({
    resource: resources.storageClasses,
    namespace: '',
    name: spec?.storageClassName ?? '',
  });

/** @see https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  before(pod, { world }) {
    for (const name of claimNames(pod)) {
      const problem = claimProblem(world, pod, name);
      if (problem) return problem;
    }
    const late = (claim: ClaimObject): boolean =>
      classOf(world, claim)?.volumeBindingMode === 'WaitForFirstConsumer';
    return claimsOf(world, pod).some((claim) => !isBound(claim) && !late(claim))
      ? 'pod has unbound immediate PersistentVolumeClaims'
      : undefined;
  },
  check(pod, { node }, { world }) {
    const problems = claimsOf(world, pod).flatMap((claim) => nodeProblem(world, claim, node) ?? []);
    return [...new Set(problems)].flatMap(hopeless);
  },
};

function claimProblem(world: World, pod: PodObject, name: string): string | undefined {
  const claim = claimOf(world, pod, name);
  const quoted = JSON.stringify(name);
  if (!claim) {
    const isOwn = pod.spec?.volumes?.some(
      (volume) => volume.ephemeral && `${pod.metadata.name}-${volume.name}` === name,
    );
    return isOwn
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim ${quoted}`
      : `persistentvolumeclaim ${quoted} not found`;
  }
  if (claim.status?.phase === 'Lost')
    return `persistentvolumeclaim ${quoted} bound to non-existent persistentvolume ${JSON.stringify(claim.spec?.volumeName)}`;
  return claim.metadata.deletionTimestamp ? `persistentvolumeclaim ${quoted} is being deleted` : undefined;
}

function nodeProblem(world: World, claim: ClaimObject, node: NodeObject): string | undefined {
  if (isBound(claim)) {
    const name = claim.spec?.volumeName ?? '';
    const volume = world.store.get<VolumeObject>({
      resource: resources.persistentVolumes,
      namespace: '',
      name,
    });
    if (!volume) return 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
    return reaches(volume, node) ? undefined : "node(s) didn't match PersistentVolume's node affinity";
  }
  const chosen = selectedNode(claim);
  const canHave =
    matchingVolume(world, claim, { node, waits: true }) !== undefined ||
    classOf(world, claim)?.provisioner !== noProvisioner;
  return canHave && (chosen === undefined || chosen === node.metadata.name)
    ? undefined
    : "node(s) didn't find available persistent volumes to bind";
}

export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  check(pod, { pods }, { world }) {
    const single = claimsOf(world, pod).filter(({ spec }) => spec?.accessModes?.includes('ReadWriteOncePod'));
    const isTaken = single.some(({ metadata }) =>
      pods.some(
        (other) =>
          other.metadata.namespace === metadata.namespace && claimNames(other).includes(metadata.name),
      ),
    );
    return isTaken
      ? crowded(
          'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
        )
      : [];
  },
};
