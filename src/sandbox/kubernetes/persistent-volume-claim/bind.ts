import { keyOf } from '../../apiserver/store/store.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { ClaimObject, VolumeObject } from '../persistent-volume/volume-objects.ts';

export const bindCompleted = 'pv.kubernetes.io/bind-completed';
const boundByController = 'pv.kubernetes.io/bound-by-controller';

/** Keeps a volume for a claim, as the scheduler does before a pod gets its node. */
export function keepFor(world: World, volume: VolumeObject, claim: ClaimObject): void {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  if (volume.spec?.claimRef?.uid === uid) return;
  world.store.mutate<VolumeObject>(keyOf(resources.persistentVolumes, volume), (object) => ({
    ...object,
    metadata: object.spec?.claimRef
      ? object.metadata
      : {
          ...object.metadata,
          annotations: { ...object.metadata.annotations, [boundByController]: 'yes' },
        },
    spec: {
      ...object.spec,
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace,
        name,
        uid,
        resourceVersion,
      } as object,
    },
  }));
}

/** Binds a volume and a claim to each other. */
export function bind(world: World, volume: VolumeObject, claim: ClaimObject): void {
  keepFor(world, volume, claim);
  const { name } = volume.metadata;
  const annotations = {
    [bindCompleted]: 'yes',
    ...(claim.spec?.volumeName ? {} : { [boundByController]: 'yes' }),
  };
  world.store.mutate<ClaimObject>(keyOf(resources.persistentVolumeClaims, claim), (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } },
    spec: { ...object.spec, volumeName: name },
    status: {
      ...object.status,
      phase: 'Bound',
      accessModes: volume.spec?.accessModes,
      capacity: volume.spec?.capacity,
    },
  }));
}
