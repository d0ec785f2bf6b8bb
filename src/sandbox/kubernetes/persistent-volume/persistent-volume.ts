import { ageColumn, nameColumn, textColumn, wide } from '../../apiserver/columns.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { withFinalizer } from '../persistent-volume-claim/finalizers.ts';
import { printAccessModes } from './access-modes.ts';
import { volumeRules } from './volume-rules.ts';

/** @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/ */
export const persistentVolume = builtIn({
  kind: 'PersistentVolume',
  countsGenerations: false,
  default: defaultVolume,
  prepare: withFinalizer('kubernetes.io/pv-protection'),
  validate: volumeRules,
  refuse: (object) =>
    textAt(object, 'spec.persistentVolumeReclaimPolicy') === 'Recycle'
      ? new ApiError(501, 'NotImplemented', 'sandbox: the reclaim policy Recycle is not simulated')
      : undefined,
  columns: [
    nameColumn,
    textColumn('Capacity', (object) => textAt(object, 'spec.capacity.storage')),
    textColumn('Access Modes', (object) => printAccessModes(listAt(object, 'spec.accessModes'))),
    textColumn('Reclaim Policy', (object) => textAt(object, 'spec.persistentVolumeReclaimPolicy')),
    textColumn('Status', (object) =>
      object.metadata.deletionTimestamp ? 'Terminating' : textAt(object, 'status.phase'),
    ),
    textColumn('Claim', (object) =>
      isFields(at(object, 'spec.claimRef'))
        ? `${textAt(object, 'spec.claimRef.namespace')}/${textAt(object, 'spec.claimRef.name')}`
        : '',
    ),
    textColumn('StorageClass', (object) => textAt(object, 'spec.storageClassName')),
    textColumn(
      'VolumeAttributesClass',
      (object) => textAt(object, 'spec.volumeAttributesClassName') || '<unset>',
    ),
    textColumn('Reason', (object) => textAt(object, 'status.reason')),
    ageColumn,
    wide(textColumn('VolumeMode', (object) => textAt(object, 'spec.volumeMode') || '<unset>')),
  ],
});

function defaultVolume(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  return {
    ...object,
    spec: {
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
      ...spec,
      ...(isFields(spec.hostPath) ? { hostPath: { type: '', ...spec.hostPath } } : {}),
    },
    status: { phase: 'Pending', ...fieldsAt(object, 'status') },
  };
}
