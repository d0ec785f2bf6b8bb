import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { subdomainProblems } from '../../apiserver/admission/names.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { containersRules } from './container-rules.ts';
import { ephemeralRules } from './ephemeral-rules.ts';
import { podNetworkRules } from './pod-network-rules.ts';
import { schedulingRules } from './scheduling-rules.ts';
import { podSecurityRules } from './security-rules.ts';
import { volumesRules } from './volume-rules.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const systems = ['linux', 'windows'];

/** What a pod breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export function podRules(pod: KubeObject, old?: KubeObject, subresource?: string): FieldError[] {
  const spec = fieldsAt(pod, 'spec');
  const added = !old && listAt(spec, 'ephemeralContainers').length > 0;
  return [
    ...podSpecRules(spec, 'spec'),
    ...(added ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(old ? updateRules(spec, fieldsAt(old, 'spec'), subresource) : []),
  ];
}

/** A pod's spec, or that of a template. */
export function podSpecRules(spec: Fields, path: string): FieldError[] {
  const volumes = volumesRules(listAt(spec, 'volumes'), `${path}.volumes`);
  const containers = listAt(spec, 'containers');
  const account = textAt(spec, 'serviceAccountName');
  const context = { spec, volumes: volumes.names };
  return [
    ...volumes.errors,
    ...(containers.length ? [] : [required(`${path}.containers`)]),
    ...containersRules('containers', path, context),
    ...containersRules('initContainers', path, context),
    ...oneOf(spec, 'restartPolicy', restartPolicies, path),
    ...podNetworkRules(spec, path),
    ...podSecurityRules(spec, path),
    ...(account
      ? subdomainProblems(account).map((problem) => invalid(`${path}.serviceAccountName`, account, problem))
      : []),
    ...schedulingRules(spec, path),
    ...deadlineRules(spec.activeDeadlineSeconds, `${path}.activeDeadlineSeconds`),
    ...systemRules(spec, path),
  ];
}

function deadlineRules(value: unknown, field: string): FieldError[] {
  const highest = 2 ** 31 - 1;
  if (typeof value !== 'number' || (value >= 1 && value <= highest)) return [];
  return [invalid(field, value, `must be between 1 and ${highest}, inclusive`)];
}

/** What another system's containers can't have. */
function systemRules(spec: Fields, path: string): FieldError[] {
  if (spec.os === undefined) return [];
  const name = textAt(spec, 'os.name');
  if (!systems.includes(name)) return [notSupported(`${path}.os`, name, systems)];
  const other =
    name === 'windows'
      ? [
          'seLinuxOptions',
          'seccompProfile',
          'fsGroup',
          'sysctls',
          'runAsUser',
          'runAsGroup',
          'supplementalGroups',
          'fsGroupChangePolicy',
          'shareProcessNamespace',
        ]
      : ['windowsOptions'];
  const set = other.filter((field) => at(spec, `securityContext.${field}`) !== undefined);
  return set.map((field) =>
    forbiddenField(`${path}.securityContext.${field}`, `cannot be set for a ${name} pod`),
  );
}

function oneOf(spec: Fields, field: string, allowed: readonly string[], path: string): FieldError[] {
  const value = textAt(spec, field);
  return allowed.includes(value) ? [] : [notSupported(`${path}.${field}`, value, allowed)];
}

const changeable =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Of a pod that is there, hardly more than the images may change. */
function updateRules(spec: Fields, old: Fields, subresource = ''): FieldError[] {
  const own = [
    ...shorterRules(spec.activeDeadlineSeconds, old.activeDeadlineSeconds),
    ...tolerationRules(listAt(spec, 'tolerations'), listAt(old, 'tolerations')),
    ...gateRules(listAt(spec, 'schedulingGates'), listAt(old, 'schedulingGates')),
    ...(subresource === 'ephemeralcontainers' ? ephemeralRules(spec, old) : []),
  ];
  const isAdded =
    subresource !== 'ephemeralcontainers' &&
    !isEqual(listAt(spec, 'ephemeralContainers'), listAt(old, 'ephemeralContainers'));
  if (own.length || (!isAdded && isEqual(fixedPart(spec), fixedPart(old)))) return own;
  return [forbiddenField('spec', `pod updates may not change fields other than ${changeable}`)];
}

/** A deadline may come nearer, and not go. */
function shorterRules(now: unknown, before: unknown): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  if (typeof before !== 'number' || now === before) return [];
  if (typeof now !== 'number')
    return [invalid(field, 'null', 'must not update from a positive integer to nil value')];
  return now < before ? [] : [invalid(field, now, 'must be less than or equal to previous value')];
}

/** Tolerations may be added; one that is there stays, but for how long it holds. */
function tolerationRules(now: readonly unknown[], before: readonly unknown[]): FieldError[] {
  const without = (toleration: unknown): unknown => {
    const { tolerationSeconds: _seconds, ...rest } = isFields(toleration) ? toleration : {};
    return rest;
  };
  const kept = before.every((one) => now.some((other) => isEqual(without(one), without(other))));
  const detail = 'existing toleration can not be modified except its tolerationSeconds';
  return kept ? [] : [forbiddenField('spec.tolerations', detail)];
}

function gateRules(now: readonly unknown[], before: readonly unknown[]): FieldError[] {
  const known = new Set(before.map((gate) => textAt(gate, 'name')));
  return now.flatMap((gate, index) => {
    const name = textAt(gate, 'name');
    if (known.has(name)) return [];
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [forbiddenField(`spec.schedulingGates[${index}].name`, detail)];
  });
}

function fixedPart({
  activeDeadlineSeconds: _deadline,
  tolerations: _tolerations,
  schedulingGates: _gates,
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
