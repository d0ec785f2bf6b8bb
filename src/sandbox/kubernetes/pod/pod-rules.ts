import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { containersRules } from './container-rules.ts';
import { schedulingRules } from './scheduling-rules.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** What a pod breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export function podRules(pod: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = fieldsAt(pod, 'spec');
  return [...podSpecRules(spec, 'spec'), ...(old ? updateRules(spec, fieldsAt(old, 'spec')) : [])];
}

/** A pod's spec, or that of a template. */
export function podSpecRules(spec: Fields, path: string): FieldError[] {
  const volumes = listAt(spec, 'volumes');
  const names = new Set(volumes.map((volume) => textAt(volume, 'name')));
  const containers = listAt(spec, 'containers');
  const account = textAt(spec, 'serviceAccountName');
  return [
    ...volumeRules(volumes, `${path}.volumes`),
    ...(containers.length ? [] : [required(`${path}.containers`)]),
    ...containersRules(containers, `${path}.containers`, names),
    ...containersRules(listAt(spec, 'initContainers'), `${path}.initContainers`, names),
    ...oneOf(spec, 'restartPolicy', restartPolicies, path),
    ...oneOf(spec, 'dnsPolicy', dnsPolicies, path),
    ...(account
      ? subdomainProblems(account).map((problem) => invalid(`${path}.serviceAccountName`, account, problem))
      : []),
    ...schedulingRules(spec, path),
    ...countRules(spec.terminationGracePeriodSeconds, `${path}.terminationGracePeriodSeconds`),
  ];
}

function oneOf(spec: Fields, field: string, allowed: readonly string[], path: string): FieldError[] {
  const value = textAt(spec, field);
  return allowed.includes(value) ? [] : [notSupported(`${path}.${field}`, value, allowed)];
}

function volumeRules(volumes: readonly unknown[], path: string): FieldError[] {
  const names = volumes.map((volume) => textAt(volume, 'name'));
  return volumes.flatMap((volume, index) => {
    const here = `${path}[${index}]`;
    const name = names[index] ?? '';
    const sources = isFields(volume) ? Object.keys(volume).filter((field) => field !== 'name') : [];
    return [
      ...(name ? [] : [required(`${here}.name`)]),
      ...(name ? labelNameProblems(name) : []).map((problem) => invalid(`${here}.name`, name, problem)),
      ...(name && names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
      ...sources
        .slice(1)
        .map((source) => forbiddenField(`${here}.${source}`, 'may not specify more than 1 volume type')),
    ];
  });
}

const changeable =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Of a pod that is there, hardly more than the images may change. */
function updateRules(spec: Fields, old: Fields): FieldError[] {
  if (isEqual(fixedPart(spec), fixedPart(old))) return [];
  return [forbiddenField('spec', `pod updates may not change fields other than ${changeable}`)];
}

function fixedPart({
  activeDeadlineSeconds: _deadline,
  tolerations: _tolerations,
  nodeName: _node,
  ephemeralContainers: _added,
  ...spec
}: Fields) {
  const withoutImage = (container: unknown) => {
    const { image: _image, ...fixed } = isFields(container) ? container : {};
    return fixed;
  };
  return {
    ...spec,
    containers: listAt(spec, 'containers').map(withoutImage),
    initContainers: listAt(spec, 'initContainers').map(withoutImage),
  };
}
