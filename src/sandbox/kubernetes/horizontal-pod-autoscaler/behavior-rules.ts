import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { at, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const longestWindow = 3600;
const longestPeriod = 1800;

/** How fast an autoscaler may act, upwards and downwards. */
export const behaviorRules = (behavior: unknown, path: string): FieldError[] =>
  ['scaleUp', 'scaleDown'].flatMap((way) =>
    at(behavior, way) === undefined ? [] : scalingRules(at(behavior, way), `${path}.${way}`),
  );

function scalingRules(rules: unknown, path: string): FieldError[] {
  const policies = listAt(rules, 'policies');
  const select = textAt(rules, 'selectPolicy');
  const window = at(rules, 'stabilizationWindowSeconds');
  const windowPath = `${path}.stabilizationWindowSeconds`;
  return [
    ...(typeof window === 'number' && window < 0
      ? [invalid(windowPath, window, 'must be greater than or equal to zero')]
      : []),
    ...(typeof window === 'number' && window > longestWindow
      ? [invalid(windowPath, window, `must be less than or equal to ${longestWindow}`)]
      : []),
    ...(['Max', 'Min', 'Disabled'].includes(select)
      ? []
      : [notSupported(`${path}.selectPolicy`, select, ['Disabled', 'Max', 'Min'])]),
    ...(policies.length ? [] : [required(`${path}.policies`, 'must specify at least one Policy')]),
    ...policies.flatMap((policy, index) => policyRules(policy, `${path}.policies[${index}]`)),
  ];
}

function policyRules(policy: unknown, path: string): FieldError[] {
  const type = textAt(policy, 'type');
  const [value, period] = [numberAt(policy, 'value'), numberAt(policy, 'periodSeconds')];
  return [
    ...(['Pods', 'Percent'].includes(type) ? [] : [notSupported(`${path}.type`, type, ['Percent', 'Pods'])]),
    ...(value > 0 ? [] : [invalid(`${path}.value`, value, 'must be greater than zero')]),
    ...(period > 0 ? [] : [invalid(`${path}.periodSeconds`, period, 'must be greater than zero')]),
    ...(period > longestPeriod
      ? [invalid(`${path}.periodSeconds`, period, `must be less than or equal to ${longestPeriod}`)]
      : []),
  ];
}
