import { ageColumn, nameColumn, textColumn, wide } from '../../apiserver/columns.ts';
import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { printAccessModes } from '../persistent-volume/access-modes.ts';
import { defaultClaimSpec } from './claim-defaults.ts';
import { claimRules } from './claim-rules.ts';
import { claimWarnings } from './claim-warnings.ts';
import { withFinalizer } from './finalizers.ts';

const notSimulated = ['dataSource', 'dataSourceRef'];

/** @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims */
export const persistentVolumeClaim = builtIn({
  kind: 'PersistentVolumeClaim',
  countsGenerations: false,
  default: (object) => ({
    ...object,
    spec: defaultClaimSpec(fieldsAt(object, 'spec')),
    status: { phase: 'Pending', ...fieldsAt(object, 'status') },
  }),
  prepare: withFinalizer('kubernetes.io/pvc-protection'),
  validate: claimRules,
  warnings: claimWarnings,
  refuse(object) {
    const field = notSimulated.find((name) => name in fieldsAt(object, 'spec'));
    return field === undefined
      ? undefined
      : new ApiError(501, 'NotImplemented', `sandbox: ${field} of a claim is not simulated`);
  },
  columns: [
    nameColumn,
    textColumn('Status', (object) =>
      object.metadata.deletionTimestamp ? 'Terminating' : textAt(object, 'status.phase'),
    ),
    textColumn('Volume', (object) => textAt(object, 'spec.volumeName')),
    textColumn('Capacity', (object) => ofVolume(object, textAt(object, 'status.capacity.storage') || '0')),
    textColumn('Access Modes', (object) =>
      ofVolume(object, printAccessModes(listAt(object, 'status.accessModes'))),
    ),
    textColumn('StorageClass', (object) => textAt(object, 'spec.storageClassName')),
    textColumn(
      'VolumeAttributesClass',
      (object) => textAt(object, 'spec.volumeAttributesClassName') || '<unset>',
    ),
    ageColumn,
    wide(textColumn('VolumeMode', (object) => textAt(object, 'spec.volumeMode') || '<unset>')),
  ],
});

/** What is known only once the claim has a volume. */
const ofVolume = (object: KubeObject, text: string): string =>
  textAt(object, 'spec.volumeName') ? text : '';
