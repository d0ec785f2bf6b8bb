import { specSelector } from '../../apiserver/store/selectors.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { ClaimObject, VolumeObject } from '../persistent-volume/volume-objects.ts';
import { matchesTerms } from '../pod/scheduler/node-terms.ts';
import { amountOf } from '../resources/amount.ts';
import type { NodeObject } from '../workload/workload-objects.ts';

/** Whether a volume is kept for a claim, by its name or by its uid too. */
export const isKeptFor = ({ spec }: VolumeObject, { metadata }: ClaimObject): boolean =>
  spec?.claimRef?.namespace === metadata.namespace &&
  spec?.claimRef?.name === metadata.name &&
  (!spec?.claimRef?.uid || spec.claimRef.uid === metadata.uid);

/** Whether a node can use a volume. */
export const reaches = ({ spec }: VolumeObject, node: NodeObject): boolean =>
  matchesTerms(spec?.nodeAffinity?.required?.nodeSelectorTerms, node);

/** Why a volume that a claim names isn't fit for it; undefined when it is. */
export function mismatch(volume: VolumeObject, claim: ClaimObject): string | undefined {
  const size = amountOf(volume.spec?.capacity?.storage).nanos;
  if (size < amountOf(claim.spec?.resources?.requests?.storage).nanos) return 'requested PV is too small';
  if ((volume.spec?.storageClassName ?? '') !== (claim.spec?.storageClassName ?? ''))
    return 'storageClassName does not match';
  if (volume.spec?.volumeMode !== claim.spec?.volumeMode) return 'incompatible volumeMode';
  return hasModes(volume, claim) ? undefined : 'incompatible accessMode';
}

const hasModes = (volume: VolumeObject, claim: ClaimObject): boolean =>
  (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));

/**
 * The volume for a claim: one that is kept for it, else the smallest free one that fits. `node` is the one that has to
 * reach it; without it, only what is kept is found for a claim that `waits` for its first pod.
 */
export function matchingVolume(
  world: World,
  claim: ClaimObject,
  { node, waits }: { readonly node?: NodeObject; readonly waits: boolean },
): VolumeObject | undefined {
  const isLabelled = specSelector(claim.spec?.selector);
  const fitting = world.store
    .list<VolumeObject>(resources.persistentVolumes)
    .filter(
      (volume) =>
        !volume.metadata.deletionTimestamp &&
        (!volume.spec?.claimRef || isKeptFor(volume, claim)) &&
        mismatch(volume, claim) === undefined &&
        (!node || reaches(volume, node)),
    );
  const kept = fitting.find((volume) => isKeptFor(volume, claim));
  if (kept || (waits && !node)) return kept;
  return fitting
    .filter((volume) => volume.status?.phase === 'Available' && isLabelled(volume))
    .toSorted((a, b) => sizeOrder(a, b))[0];
}

function sizeOrder(a: VolumeObject, b: VolumeObject): number {
  const difference = amountOf(a.spec?.capacity?.storage).nanos - amountOf(b.spec?.capacity?.storage).nanos;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
