import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { subdomainProblems } from '../../apiserver/admission/names.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { hostPathRules } from '../pod/volume-rules.ts';
import { amountOf } from '../resources/amount.ts';
import { goQuantity } from '../resources/go-quantity.ts';
import { accessModes } from './access-modes.ts';
import { sourcesOf } from './volume-objects.ts';

const policies = ['Delete', 'Recycle', 'Retain'];
const volumeModes = ['Block', 'Filesystem'];

/** @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/ */
export function volumeRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const policy = textAt(object, 'spec.persistentVolumeReclaimPolicy');
  const mode = textAt(object, 'spec.volumeMode');
  const storageClass = textAt(object, 'spec.storageClassName');
  return [
    ...modeRules(listAt(object, 'spec.accessModes')),
    ...capacityRules(object),
    ...(policies.includes(policy)
      ? []
      : [notSupported('spec.persistentVolumeReclaimPolicy', policy, policies)]),
    ...affinityRules(object),
    ...sourceRules(object),
    ...(storageClass ? subdomainProblems(storageClass) : []).map((problem) =>
      invalid('spec.storageClassName', storageClass, problem),
    ),
    ...(volumeModes.includes(mode) ? [] : [notSupported('spec.volumeMode', mode, volumeModes)]),
    ...(old ? updateRules(object, old) : []),
  ];
}

/** Where the files of a volume are stays, and how they are had. */
function updateRules(object: KubeObject, old: KubeObject): FieldError[] {
  const field = 'spec.persistentvolumesource';
  const source = (of: KubeObject): unknown => sourcesOf(of).map((name) => [name, at(of, `spec.${name}`)]);
  return [
    ...(isEqual(source(object), source(old))
      ? []
      : [forbiddenField(field, `${field} is immutable after creation`)]),
    ...immutable('volumeMode', at(object, 'spec.volumeMode'), at(old, 'spec.volumeMode')),
  ];
}

function modeRules(modes: readonly unknown[]): FieldError[] {
  const path = 'spec.accessModes';
  const unknown = modes.filter((mode) => !accessModes.includes(String(mode)));
  return [
    ...(modes.length ? [] : [required(path)]),
    ...unknown.map((mode) => notSupported(path, mode, accessModes)),
    ...(modes.includes('ReadWriteOncePod') && modes.length - unknown.length > 1
      ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')]
      : []),
  ];
}

function capacityRules(object: KubeObject): FieldError[] {
  const path = 'spec.capacity';
  const capacity = fieldsAt(object, path);
  const { storage } = capacity;
  const names = Object.keys(capacity).toSorted();
  const list = names.map((name) => `${JSON.stringify(name)}:${goQuantity(String(capacity[name])).text}`);
  const shown = new GoText(`core.ResourceList{${list.join(', ')}}`);
  return [
    ...(names.length ? [] : [required(path)]),
    ...(storage === undefined || names.length > 1 ? [notSupported(path, shown, ['storage'])] : []),
    ...(storage !== undefined && amountOf(storage).nanos <= 0n
      ? [invalid(`${path}[storage]`, String(storage), 'must be greater than zero')]
      : []),
  ];
}

function affinityRules(object: KubeObject): FieldError[] {
  const path = 'spec.nodeAffinity';
  const affinity = at(object, path);
  const terms = `${path}.required.nodeSelectorTerms`;
  if (!isFields(affinity))
    return isFields(at(object, 'spec.local')) ? [required(path, 'Local volume requires node affinity')] : [];
  if (!isFields(affinity.required))
    return [required(`${path}.required`, 'must specify required node constraints')];
  return listAt(object, terms).length ? [] : [required(terms, 'must have at least one node selector term')];
}

function sourceRules(object: KubeObject): FieldError[] {
  const [first, ...others] = sourcesOf(object);
  if (first === undefined) return [required('spec', 'must specify a volume type')];
  return [
    ...(first === 'hostPath' ? hostPathRules(fieldsAt(object, 'spec.hostPath'), 'spec.hostPath') : []),
    ...others.map((name) => forbiddenField(`spec.${name}`, 'may not specify more than 1 volume type')),
  ];
}
