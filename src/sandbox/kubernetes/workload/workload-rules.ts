import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText, goLabelSelector, goStringMap } from '../../apiserver/admission/go-value.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { immutable, labelRules } from '../../apiserver/admission/object-meta-rules.ts';
import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import { podSpecRules } from '../pod/pod-rules.ts';

/**
 * Rules that workloads with a selector and a pod template share: the selector selects the template's pods and never
 * changes. `noun` is what the API server calls the kind in the error about an empty selector.
 */
export function workloadRules(object: KubeObject, old: KubeObject | undefined, noun: string): FieldError[] {
  const selector = at(object, 'spec.selector');
  return [
    ...countRules(at(object, 'spec.replicas'), 'spec.replicas'),
    ...selectorRules(selector, noun),
    ...templateRules(object, selector),
    ...countRules(at(object, 'spec.minReadySeconds'), 'spec.minReadySeconds'),
    ...countRules(at(object, 'spec.revisionHistoryLimit'), 'spec.revisionHistoryLimit'),
    ...(old ? immutable('spec.selector', selector, at(old, 'spec.selector'), goLabelSelector(selector)) : []),
  ];
}

/** The selector of a workload, which has to select something. */
export function selectorRules(selector: unknown, noun: string): FieldError[] {
  const path = 'spec.selector';
  if (!isFields(selector)) return [required(path)];
  const size =
    Object.keys(fieldsAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length;
  return [
    ...labelSelectorRules(selector, path),
    ...(size ? [] : [invalid(path, goLabelSelector(selector), `empty selector is invalid for ${noun}`)]),
  ];
}

/** A selector by labels and expressions. */
export const labelSelectorRules = (selector: Fields, path: string): FieldError[] => [
  ...labelRules(selector.matchLabels, `${path}.matchLabels`),
  ...listAt(selector, 'matchExpressions').flatMap((expression, index) =>
    expressionRules(expression, `${path}.matchExpressions[${index}]`),
  ),
];

function expressionRules(expression: unknown, path: string): FieldError[] {
  const operator = textAt(expression, 'operator');
  const values = listAt(expression, 'values').length;
  const key = textAt(expression, 'key');
  const keyErrors = qualifiedNameProblems(key).map((problem) => invalid(`${path}.key`, key, problem));
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be specified when `operator` is 'In' or 'NotIn'";
    return values ? keyErrors : [required(`${path}.values`, detail), ...keyErrors];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') return keyErrors;
  return [invalid(`${path}.operator`, operator, 'not a valid selector operator'), ...keyErrors];
}

function templateRules(object: KubeObject, selector: unknown): FieldError[] {
  const path = 'spec.template';
  const spec = fieldsAt(object, `${path}.spec`);
  const policy = textAt(spec, 'restartPolicy');
  return [
    ...templateLabelRules(object, selector),
    ...podSpecRules(spec, `${path}.spec`),
    ...templateOnlyRules(spec, `${path}.spec`),
    ...(policy === 'OnFailure' || policy === 'Never'
      ? [notSupported(`${path}.spec.restartPolicy`, policy, ['Always'])]
      : []),
  ];
}

/** What a single pod may have, and one of many may not. */
function templateOnlyRules(spec: Fields, path: string): FieldError[] {
  return [
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : [
          forbiddenField(
            `${path}.activeDeadlineSeconds`,
            'activeDeadlineSeconds in ReplicaSet is not Supported',
          ),
        ]),
    ...(listAt(spec, 'ephemeralContainers').length
      ? [forbiddenField(`${path}.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ];
}

/** The labels of a pod template, which its owner's selector has to select. */
export function templateLabelRules(object: KubeObject, selector: unknown): FieldError[] {
  const labels = at(object, 'spec.template.metadata.labels');
  return [
    ...(isFields(selector) && selects(selector, labels) ? [] : [mismatch(labels)]),
    ...labelRules(labels, 'spec.template.labels'),
  ];
}

function mismatch(labels: unknown): FieldError {
  const value = isFields(labels) ? goStringMap(labels) : new GoText('map[string]string(nil)');
  return invalid('spec.template.metadata.labels', value, '`selector` does not match template `labels`');
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** A selector with an unknown operator selects nothing; its own error says so. */
function selects(selector: unknown, labels: unknown): boolean {
  const known = listAt(selector, 'matchExpressions').every((one) =>
    operators.includes(textAt(one, 'operator')),
  );
  const template = {
    metadata: { name: '', labels: fieldsAt({ labels }, 'labels') },
  } as unknown as KubeObject;
  return known && specSelector(selector as Parameters<typeof specSelector>[0])(template);
}
