import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { type EventText, recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { ClaimObject, VolumeObject } from '../persistent-volume/volume-objects.ts';
import { defaultClass, type StorageClassObject } from '../storage-class/storage-class.ts';
import { bind, bindCompleted } from './bind.ts';
import { isKeptFor, matchingVolume, mismatch } from './match-volume.ts';
import { provision, selectedNode } from './provision.ts';

const component = 'persistentvolume-controller';

/** Finds a volume for each claim, or has one made. */
export const persistentVolumeClaim: Controller = {
  name: 'persistentvolumeclaim-controller',
  watches: [resources.persistentVolumeClaims, resources.persistentVolumes, resources.storageClasses],
  enqueue: (changed, world) =>
    changed.resource === resources.persistentVolumeClaims
      ? [changed]
      : keysOf(world, resources.persistentVolumeClaims),
  delay: 0.1,
  reconcile(key, world) {
    const found = world.store.get<ClaimObject>(key);
    if (!found || found.metadata.deletionTimestamp) return undefined;
    const claim = withClass(world, found);
    if (claim.spec?.volumeName) settleNamed(world, claim, claim.spec.volumeName);
    else settleOpen(world, claim);
    return undefined;
  },
};

const tell = (world: World, claim: ClaimObject, text: Omit<EventText, 'component'>): void =>
  recordEvent(world, claim, { ...text, component });

/** A claim of before there was a default class gets it once there is one. */
function withClass(world: World, claim: ClaimObject): ClaimObject {
  const found =
    claim.spec?.storageClassName === undefined && !claim.spec?.volumeName ? defaultClass(world) : undefined;
  if (!found) return claim;
  const key = keyOf(resources.persistentVolumeClaims, claim);
  const storageClassName = found.metadata.name;
  return (
    world.store.mutate<ClaimObject>(key, (object) => ({
      ...object,
      spec: { ...object.spec, storageClassName },
    })) ?? claim
  );
}

/** A claim that names its volume, since it is bound to it or was written so. */
function settleNamed(world: World, claim: ClaimObject, name: string): void {
  const volume = world.store.get<VolumeObject>({
    resource: resources.persistentVolumes,
    namespace: '',
    name,
  });
  const wasBound = claim.metadata.annotations?.[bindCompleted] === 'yes';
  if (!volume) {
    if (wasBound) lose(world, claim);
    return;
  }
  if (volume.spec?.claimRef && !isKeptFor(volume, claim)) {
    const message = `volume "${name}" already bound to a different claim.`;
    if (wasBound) lose(world, claim);
    else tell(world, claim, { type: 'Warning', reason: 'FailedBinding', message });
    return;
  }
  const problem = wasBound ? undefined : mismatch(volume, claim);
  if (problem) {
    const message = `Cannot bind to requested volume "${name}": ${problem}`;
    tell(world, claim, { type: 'Warning', reason: 'VolumeMismatch', message });
    return;
  }
  bind(world, volume, claim);
}

function lose(world: World, claim: ClaimObject): void {
  if (claim.status?.phase === 'Lost') return;
  writeStatus(world, keyOf(resources.persistentVolumeClaims, claim), { phase: 'Lost' });
  const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
  tell(world, claim, { type: 'Warning', reason: 'ClaimLost', message });
}

function settleOpen(world: World, claim: ClaimObject): void {
  const name = claim.spec?.storageClassName ?? '';
  const key = { resource: resources.storageClasses, namespace: '', name };
  const found = world.store.get<StorageClassObject>(key);
  const isLate = found?.volumeBindingMode === 'WaitForFirstConsumer';
  const waits = isLate && selectedNode(claim) === undefined;
  const volume = matchingVolume(world, claim, { waits: isLate });
  if (volume) bind(world, volume, claim);
  else if (waits)
    tell(world, claim, {
      reason: 'WaitForFirstConsumer',
      message: 'waiting for first consumer to be created before binding',
    });
  else if (!name)
    tell(world, claim, {
      reason: 'FailedBinding',
      message: 'no persistent volumes available for this claim and no storage class is set',
    });
  else if (!found)
    tell(world, claim, {
      type: 'Warning',
      reason: 'ProvisioningFailed',
      message: `storageclass.storage.k8s.io "${name}" not found`,
    });
  else provision(world, claim, found);
}
