import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { ageColumn, textColumn } from '../../apiserver/columns.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { builtIn } from '../define.ts';

const defaultAnnotation = 'storageclass.kubernetes.io/is-default-class';

export type StorageClassObject = KubeObject & {
  readonly provisioner?: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
};

const isDefault = ({ metadata }: KubeObject): boolean => metadata.annotations?.[defaultAnnotation] === 'true';

/** The class of claims that name none: the youngest of those that are marked. */
export const defaultClass = (world: World): StorageClassObject | undefined =>
  world.store
    .list<StorageClassObject>(resources.storageClasses, { where: isDefault })
    .toSorted((a, b) =>
      (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''),
    )[0];

/** @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
export const storageClass = builtIn({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  countsGenerations: false,
  default: (object) => ({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', ...object }),
  validate: storageClassRules,
  columns: [
    textColumn('Name', (object) => `${object.metadata.name}${isDefault(object) ? ' (default)' : ''}`),
    textColumn('Provisioner', (object) => textAt(object, 'provisioner')),
    textColumn('ReclaimPolicy', (object) => textAt(object, 'reclaimPolicy') || 'Delete'),
    textColumn('VolumeBindingMode', (object) => textAt(object, 'volumeBindingMode') || 'Immediate'),
    textColumn('AllowVolumeExpansion', (object) => String(at(object, 'allowVolumeExpansion') === true)),
    ageColumn,
  ],
});

function storageClassRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const provisioner = textAt(object, 'provisioner');
  return [
    ...(provisioner
      ? qualifiedNameProblems(provisioner.toLowerCase()).map((problem) =>
          invalid('provisioner', provisioner, problem),
        )
      : [required('provisioner')]),
    ...Object.keys(fieldsAt(object, 'parameters'))
      .filter((key) => key === '')
      .map((key) => invalid('parameters', key, 'field can not be empty.')),
    ...(old ? updateRules(object, old) : []),
    ...oneOf(object, 'reclaimPolicy', ['Delete', 'Retain']),
    ...oneOf(object, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']),
  ];
}

/** Claims were made by what it says: hardly anything of it may change. */
function updateRules(object: KubeObject, old: KubeObject): FieldError[] {
  const changed = ['parameters', 'provisioner', 'reclaimPolicy'].filter(
    (field) => !isEqual(at(object, field) ?? {}, at(old, field) ?? {}),
  );
  return [
    ...changed.map((field) => forbiddenField(field, `updates to ${field} are forbidden.`)),
    ...immutable('volumeBindingMode', object.volumeBindingMode, old.volumeBindingMode),
  ];
}

function oneOf(object: KubeObject, field: string, allowed: readonly string[]): FieldError[] {
  const value = textAt(object, field);
  return allowed.includes(value) ? [] : [notSupported(field, value, allowed)];
}
