import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf, timestamp } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { dropFinalizer } from '../persistent-volume-claim/finalizers.ts';
import { provisionedBy } from '../persistent-volume-claim/provision.ts';
import { type ClaimObject, sourcesOf, type VolumeObject } from './volume-objects.ts';

const component = 'persistentvolume-controller';
const finalizer = 'kubernetes.io/pv-protection';

/** Says whether a volume is free, bound or released, and reclaims those whose claims are gone. */
export const persistentVolume: Controller = {
  name: component,
  watches: [resources.persistentVolumes, resources.persistentVolumeClaims],
  enqueue: (changed, world) =>
    changed.resource === resources.persistentVolumes ? [changed] : keysOf(world, resources.persistentVolumes),
  delay: 0.1,
  reconcile(key, world) {
    const volume = world.store.get<VolumeObject>(key);
    if (!volume) return undefined;
    const phase = phaseOf(world, volume);
    if (volume.metadata.deletionTimestamp) {
      if (phase !== 'Bound') dropFinalizer(world, key, finalizer);
      return undefined;
    }
    setPhase(world, volume, phase);
    if (phase === 'Released' && volume.spec?.persistentVolumeReclaimPolicy === 'Delete')
      reclaim(world, volume);
    return undefined;
  },
};

function phaseOf(world: World, { spec, metadata }: VolumeObject): string {
  const { claimRef } = spec ?? {};
  if (!claimRef) return 'Available';
  const { namespace = '', name = '', uid } = claimRef;
  const claim = world.store.get<ClaimObject>({ resource: resources.persistentVolumeClaims, namespace, name });
  if (claim && (!uid || claim.metadata.uid === uid))
    return claim.spec?.volumeName === metadata.name ? 'Bound' : 'Available';
  return uid ? 'Released' : 'Available';
}

function setPhase(world: World, volume: VolumeObject, phase: string): void {
  const failed = volume.status?.phase === 'Failed' && phase === 'Released';
  if (volume.status?.phase === phase || failed) return;
  const now = timestamp(world.clock.now());
  writeStatus(world, keyOf(resources.persistentVolumes, volume), { phase, lastPhaseTransitionTime: now });
}

function reclaim(world: World, volume: VolumeObject): void {
  const key = keyOf(resources.persistentVolumes, volume);
  const problem = deletionProblem(volume);
  if (!problem) {
    deleteObject(world.store, key);
    return;
  }
  if (volume.status?.phase === 'Failed') return;
  writeStatus(world, key, { phase: 'Failed', message: problem });
  const text = { type: 'Warning', reason: 'VolumeFailedDelete', message: problem, component } as const;
  recordEvent(world, volume, text);
}

/** Only a volume's own provisioner can delete its files; the control plane itself only knows folders of `/tmp`. */
function deletionProblem(volume: VolumeObject): string | undefined {
  if (provisionedBy(volume)) return undefined;
  const path = volume.spec?.hostPath?.path;
  if (sourcesOf(volume)[0] !== 'hostPath')
    return `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`;
  return /^\/tmp\/.+/.test(path ?? '')
    ? undefined
    : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
}
