import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { subdomainProblems } from '../../apiserver/admission/names.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { accessModes } from '../persistent-volume/access-modes.ts';
import { amountOf } from '../resources/amount.ts';
import { labelSelectorRules } from '../workload/workload-rules.ts';

const volumeModes = ['Block', 'Filesystem'];

/** What a claim breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/ */
export function claimRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const selector = at(object, 'spec.selector');
  const mode = textAt(object, 'spec.volumeMode');
  return [
    ...modeRules(listAt(object, 'spec.accessModes')),
    ...(isFields(selector) ? labelSelectorRules(selector, 'spec.selector') : []),
    ...storageRules(object),
    ...storageClassRules(textAt(object, 'spec.storageClassName')),
    ...(volumeModes.includes(mode) ? [] : [notSupported('spec.volumeMode', mode, volumeModes)]),
    ...(old ? updateRules(object, old) : []),
  ];
}

const storageClassRules = (name: string): FieldError[] =>
  (name ? subdomainProblems(name) : []).map((problem) => invalid('spec.storageClassName', name, problem));

function modeRules(modes: readonly unknown[]): FieldError[] {
  const path = 'spec.accessModes';
  const unknown = modes.filter((mode) => !accessModes.includes(String(mode)));
  const isMixed = modes.includes('ReadWriteOncePod') && modes.length - unknown.length > 1;
  return [
    ...(modes.length ? [] : [required(path, 'at least 1 access mode is required')]),
    ...unknown.map((mode) => notSupported(path, mode, accessModes)),
    ...(isMixed ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

function storageRules(object: KubeObject): FieldError[] {
  const path = 'spec.resources[storage]';
  const asked = at(object, 'spec.resources.requests.storage');
  if (asked === undefined) return [required(path)];
  return amountOf(asked).nanos > 0n ? [] : [invalid(path, String(asked), 'must be greater than zero')];
}

/** A claim stays what it is; only one that has a volume may ask for more. */
function updateRules(object: KubeObject, old: KubeObject): FieldError[] {
  const isBound = textAt(object, 'status.phase') === 'Bound';
  const fixed = (of: KubeObject) => {
    const { resources, volumeName, storageClassName, ...spec } = fieldsAt(of, 'spec');
    return {
      ...spec,
      ...(isBound ? {} : { resources }),
      ...(textAt(old, 'spec.volumeName') ? { volumeName } : {}),
      ...(textAt(old, 'spec.storageClassName') ? { storageClassName } : {}),
    };
  };
  const size = (of: KubeObject) => amountOf(at(of, 'spec.resources.requests.storage')).nanos;
  const message =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  const capacity = amountOf(at(old, 'status.capacity.storage')).nanos;
  return [
    ...(isEqual(fixed(object), fixed(old)) ? [] : [forbiddenField('spec', message)]),
    ...(size(object) < size(old) && size(object) <= capacity
      ? [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')]
      : []),
  ];
}
