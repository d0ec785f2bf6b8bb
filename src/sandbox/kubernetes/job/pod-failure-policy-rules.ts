import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooMany,
} from '../../apiserver/admission/field-error.ts';
import { GoText, goValue } from '../../apiserver/admission/go-value.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { at, type Fields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const mostRules = 20;
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const statuses = ['False', 'True', 'Unknown'];

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy */
export function podFailurePolicyRules(spec: Fields): FieldError[] {
  if (spec.podFailurePolicy === undefined) return [];
  const path = 'spec.podFailurePolicy.rules';
  const rules = listAt(spec, 'podFailurePolicy.rules');
  return [
    ...(rules.length > mostRules ? [tooMany(path, rules.length, mostRules)] : []),
    ...rules.flatMap((rule, index) => ruleRules(spec, rule, `${path}[${index}]`)),
  ];
}

function ruleRules(spec: Fields, rule: unknown, path: string): FieldError[] {
  const codes = at(rule, 'onExitCodes');
  const conditions = listAt(rule, 'onPodConditions');
  const both = codes !== undefined && conditions.length > 0;
  const none = codes === undefined && conditions.length === 0;
  return [
    ...actionRules(spec, textAt(rule, 'action'), `${path}.action`),
    ...(codes === undefined ? [] : exitCodeRules(spec, codes, `${path}.onExitCodes`)),
    ...conditions.flatMap((one, index) => conditionRules(one, `${path}.onPodConditions[${index}]`)),
    ...(both ? [ofRule(path, 'specifying both OnExitCodes and OnPodConditions is not supported')] : []),
    ...(none ? [ofRule(path, 'specifying one of OnExitCodes and OnPodConditions is required')] : []),
  ];
}

/** An error about a rule as a whole, whose value isn't shown. */
const ofRule = (field: string, detail: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: `${field}: Invalid value: ${detail}`,
});

function actionRules(spec: Fields, action: string, path: string): FieldError[] {
  if (!action) return [required(path, `valid values: ${quotedList(actions)}`)];
  if (!actions.includes(action)) return [notSupported(path, action, actions)];
  const isBare = action === 'FailIndex' && spec.backoffLimitPerIndex === undefined;
  return isBare ? [invalid(path, action, 'requires the backoffLimitPerIndex to be set')] : [];
}

function exitCodeRules(spec: Fields, codes: unknown, path: string): FieldError[] {
  const operator = textAt(codes, 'operator');
  const name = at(codes, 'containerName');
  const containers = ['containers', 'initContainers'].flatMap((list) =>
    listAt(spec, `template.spec.${list}`),
  );
  const isThere = containers.some((container) => textAt(container, 'name') === name);
  const unknown = 'must be one of the container or initContainer names in the pod template';
  return [
    ...oneOf(operator, operators, `${path}.operator`),
    ...(name === undefined || isThere ? [] : [invalid(`${path}.containerName`, name, unknown)]),
    ...valueRules(listAt(codes, 'values'), operator, `${path}.values`),
  ];
}

function valueRules(values: readonly unknown[], operator: string, path: string): FieldError[] {
  const shown = new GoText(values.length ? `[]int32{${values.map(goValue).join(', ')}}` : '[]int32(nil)');
  const isOrdered = values.every((value, index) => index === 0 || Number(values[index - 1]) <= Number(value));
  return [
    ...(values.length ? [] : [invalid(path, shown, 'at least one value is required')]),
    ...values.flatMap((value, index) => [
      ...(operator === 'In' && value === 0
        ? [invalid(`${path}[${index}]`, value, 'must not be 0 for the In operator')]
        : []),
      ...(values.indexOf(value) < index ? [duplicate(`${path}[${index}]`, value)] : []),
    ]),
    ...(isOrdered ? [] : [invalid(path, shown, 'must be ordered')]),
  ];
}

function conditionRules(pattern: unknown, path: string): FieldError[] {
  const type = textAt(pattern, 'type');
  return [
    ...qualifiedNameProblems(type).map((problem) => invalid(`${path}.type`, type, problem)),
    ...oneOf(textAt(pattern, 'status'), statuses, `${path}.status`),
  ];
}

function oneOf(value: string, allowed: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path, `valid values: ${quotedList(allowed)}`)];
  return allowed.includes(value) ? [] : [notSupported(path, value, allowed)];
}

/** A list as Go's `%q` prints it. */
const quotedList = (values: readonly string[]): string =>
  `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
