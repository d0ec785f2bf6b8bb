import { forbiddenField, invalid, notSupported } from '../../apiserver/admission/field-error.ts';
import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { selectorRules, templateLabelRules } from '../workload/workload-rules.ts';

/** What a StatefulSet breaks; its pod template is only looked at when a pod is made. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ */
export function statefulSetRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const serviceName = textAt(object, 'spec.serviceName');
  const selector = at(object, 'spec.selector');
  const policy = textAt(object, 'spec.template.spec.restartPolicy');
  return [
    ...oneOf(object, 'spec.podManagementPolicy', ['OrderedReady', 'Parallel']),
    ...strategyRules(object),
    ...['whenDeleted', 'whenScaled'].flatMap((when) => retentionRules(object, when)),
    ...countRules(at(object, 'spec.ordinals.start'), 'spec.ordinals.start'),
    ...(old || !serviceName
      ? []
      : labelNameProblems(serviceName).map((problem) => invalid('spec.serviceName', serviceName, problem))),
    ...countRules(at(object, 'spec.replicas'), 'spec.replicas'),
    ...countRules(at(object, 'spec.minReadySeconds'), 'spec.minReadySeconds'),
    ...selectorRules(selector, 'statefulset'),
    ...templateLabelRules(object, selector),
    ...(policy === 'Always' ? [] : [notSupported('spec.template.spec.restartPolicy', policy, ['Always'])]),
    ...(at(object, 'spec.template.spec.activeDeadlineSeconds') === undefined
      ? []
      : [
          forbiddenField(
            'spec.template.spec.activeDeadlineSeconds',
            'activeDeadlineSeconds in StatefulSet is not Supported',
          ),
        ]),
    ...(old ? updateRules(object, old) : []),
  ];
}

function oneOf(object: KubeObject, path: string, allowed: readonly [string, string]): FieldError[] {
  const value = textAt(object, path);
  return allowed.includes(value) ? [] : [invalid(path, value, `must be '${allowed[0]}' or '${allowed[1]}'`)];
}

function strategyRules(object: KubeObject): FieldError[] {
  const path = 'spec.updateStrategy';
  const type = textAt(object, `${path}.type`);
  const rolling = at(object, `${path}.rollingUpdate`);
  if (type === 'RollingUpdate')
    return countRules(at(rolling, 'partition'), `${path}.rollingUpdate.partition`);
  if (type === 'OnDelete')
    return rolling === undefined
      ? []
      : [invalid(`${path}.rollingUpdate`, rolling, "only allowed for updateStrategy 'RollingUpdate'")];
  return [invalid(path, at(object, path), "must be 'RollingUpdate' or 'OnDelete'")];
}

function retentionRules(object: KubeObject, when: string): FieldError[] {
  const path = `spec.persistentVolumeClaimRetentionPolicy.${when}`;
  const value = textAt(object, path);
  if (value === 'Delete' || value === 'Retain') return [];
  const detail = `Unsupported value: ${JSON.stringify(value)}: supported values: "Delete", "Retain"`;
  return [{ field: path, reason: 'FieldValueNotSupported', message: `${path}: ${detail}` }];
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function updateRules(object: KubeObject, old: KubeObject): FieldError[] {
  const fixed = (of: KubeObject) =>
    Object.entries(fieldsAt(of, 'spec'))
      .filter(([field]) => !changeable.includes(field))
      .sort();
  if (isEqual(fixed(object), fixed(old))) return [];
  const quoted = changeable.map((field) => `'${field}'`);
  const list = `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
  return [forbiddenField('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)];
}
