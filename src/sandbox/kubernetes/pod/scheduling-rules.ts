import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import {
  labelValueProblems,
  qualifiedNameProblems,
  subdomainProblems,
} from '../../apiserver/admission/names.ts';
import { at, type Fields, fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const whenUnsatisfiable = ['DoNotSchedule', 'ScheduleAnyway'];

/** Where a pod may run, as far as its spec alone says. @see https://pkg.go.dev/k8s.io/api/core/v1#Affinity */
export function schedulingRules(spec: Fields, path: string): FieldError[] {
  return [
    ...Object.entries(fieldsAt(spec, 'nodeSelector')).flatMap(([key, value]) => [
      ...qualifiedNameProblems(key).map((problem) => invalid(`${path}.nodeSelector`, key, problem)),
      ...labelValueProblems(String(value)).map((problem) => invalid(`${path}.nodeSelector`, value, problem)),
    ]),
    ...nodeNameRules(spec, path),
    ...gateRules(spec, path),
    ...each(spec, 'tolerations', path, tolerationRules),
    ...each(spec, 'topologySpreadConstraints', path, spreadRules),
    ...sameSpreadRules(listAt(spec, 'topologySpreadConstraints'), `${path}.topologySpreadConstraints`),
    ...nodeAffinityRules(fieldsAt(spec, 'affinity.nodeAffinity'), `${path}.affinity.nodeAffinity`),
    ...['podAffinity', 'podAntiAffinity'].flatMap((kind) =>
      podAffinityRules(fieldsAt(spec, `affinity.${kind}`), `${path}.affinity.${kind}`),
    ),
  ];
}

function nodeNameRules(spec: Fields, path: string): FieldError[] {
  const name = textAt(spec, 'nodeName');
  if (!name) return [];
  if (listAt(spec, 'schedulingGates').length)
    return [forbiddenField(`${path}.nodeName`, 'cannot be set until all schedulingGates have been cleared')];
  return subdomainProblems(name).map((problem) => invalid(`${path}.nodeName`, name, problem));
}

function gateRules(spec: Fields, path: string): FieldError[] {
  const gates = listAt(spec, 'schedulingGates').map((gate) => textAt(gate, 'name'));
  const problems = (name: string, field: string): FieldError[] =>
    qualifiedNameProblems(name).map((problem) => invalid(field, name, problem));
  return [
    ...each(spec, 'readinessGates', path, (gate, here) =>
      problems(textAt(gate, 'conditionType'), `${here}.conditionType`),
    ),
    ...each(spec, 'schedulingGates', path, (gate, here) => problems(textAt(gate, 'name'), here)),
    ...gates.flatMap((name, index) =>
      gates.indexOf(name) < index ? [duplicate(`${path}.schedulingGates[${index}]`, name)] : [],
    ),
  ];
}

/** One rule for each topology and what to do where it can't be kept. */
function sameSpreadRules(constraints: readonly unknown[], path: string): FieldError[] {
  const keys = constraints.map(
    (one) => `{${textAt(one, 'topologyKey')}, ${textAt(one, 'whenUnsatisfiable')}}`,
  );
  return keys.flatMap((key, index) =>
    keys.lastIndexOf(key) > index
      ? [duplicate(`${path}[${index}].{topologyKey, whenUnsatisfiable}`, key)]
      : [],
  );
}

type Rules = (item: unknown, here: string) => FieldError[];

const each = (owner: unknown, field: string, path: string, rules: Rules): FieldError[] =>
  listAt(owner, field).flatMap((item, index) => rules(item, `${path}.${field}[${index}]`));

function tolerationRules(toleration: unknown, here: string): FieldError[] {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((field) =>
    textAt(toleration, field),
  ) as [string, string, string, string];
  const errors = key
    ? qualifiedNameProblems(key).map((problem) => invalid(`${here}.key`, key, problem))
    : operator === 'Exists'
      ? []
      : [
          invalid(
            `${here}.operator`,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ];
  if (at(toleration, 'tolerationSeconds') !== undefined && effect !== 'NoExecute')
    errors.push(
      invalid(`${here}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    );
  if (operator === '' || operator === 'Equal')
    errors.push(...labelValueProblems(value).map((problem) => invalid(`${here}.operator`, value, problem)));
  else if (operator !== 'Exists')
    errors.push(notSupported(`${here}.operator`, operator, ['Equal', 'Exists']));
  else if (value)
    errors.push(invalid(`${here}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  if (effect && !effects.includes(effect)) errors.push(notSupported(`${here}.effect`, effect, effects));
  return errors;
}

function spreadRules(constraint: unknown, here: string): FieldError[] {
  const skew = numberAt(constraint, 'maxSkew');
  const when = textAt(constraint, 'whenUnsatisfiable');
  return [
    ...(skew > 0 ? [] : [invalid(`${here}.maxSkew`, skew, 'must be greater than zero')]),
    ...(textAt(constraint, 'topologyKey') ? [] : [required(`${here}.topologyKey`, 'can not be empty')]),
    ...(whenUnsatisfiable.includes(when)
      ? []
      : [notSupported(`${here}.whenUnsatisfiable`, when, whenUnsatisfiable)]),
    ...domainRules(at(constraint, 'minDomains'), when, `${here}.minDomains`),
    ...(listAt(constraint, 'matchLabelKeys').length && at(constraint, 'labelSelector') === undefined
      ? [forbiddenField(`${here}.matchLabelKeys`, 'must not be specified when labelSelector is not set')]
      : []),
    ...selectorRules(at(constraint, 'labelSelector'), `${here}.labelSelector`),
  ];
}

function domainRules(domains: unknown, when: string, field: string): FieldError[] {
  if (typeof domains !== 'number') return [];
  if (domains <= 0) return [invalid(field, domains, 'must be greater than 0')];
  if (when === 'DoNotSchedule') return [];
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${when}`;
  return [invalid(field, domains, detail)];
}

const atOnce = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

function nodeAffinityRules(affinity: Fields, path: string): FieldError[] {
  const terms = `${path}.${atOnce}.nodeSelectorTerms`;
  const missing = affinity[atOnce] && !listAt(affinity, `${atOnce}.nodeSelectorTerms`).length;
  return [
    ...(missing ? [required(terms, 'must have at least one node selector term')] : []),
    ...each(affinity, `${atOnce}.nodeSelectorTerms`, path, nodeTermRules),
    ...each(affinity, preferred, path, (item, here) => [
      ...weightRules(item, here),
      ...nodeTermRules(at(item, 'preference'), `${here}.preference`),
    ]),
  ];
}

const nodeTermRules: Rules = (term, here) =>
  each(term, 'matchExpressions', here, (item, place) => expressionRules(item, place, true));

function podAffinityRules(affinity: Fields, path: string): FieldError[] {
  return [
    ...each(affinity, atOnce, path, podTermRules),
    ...each(affinity, preferred, path, (item, here) => [
      ...weightRules(item, here),
      ...podTermRules(at(item, 'podAffinityTerm'), `${here}.podAffinityTerm`),
    ]),
  ];
}

const podTermRules: Rules = (term, here) => [
  ...selectorRules(at(term, 'labelSelector'), `${here}.labelSelector`),
  ...topologyKeyRules(textAt(term, 'topologyKey'), `${here}.topologyKey`),
];

function topologyKeyRules(key: string, field: string): FieldError[] {
  return [
    ...(key ? [] : [required(field, 'can not be empty')]),
    ...qualifiedNameProblems(key).map((problem) => invalid(field, key, problem)),
  ];
}

function weightRules(item: unknown, here: string): FieldError[] {
  const weight = numberAt(item, 'weight');
  return weight >= 1 && weight <= 100
    ? []
    : [invalid(`${here}.weight`, weight, 'must be in the range 1-100')];
}

const selectorRules: Rules = (selector, here) =>
  each(selector, 'matchExpressions', here, (item, place) => expressionRules(item, place, false));

/** @param ofNode Whether numbers can be compared too. */
function expressionRules(item: unknown, here: string, ofNode: boolean): FieldError[] {
  const operator = textAt(item, 'operator');
  const values = listAt(item, 'values').length;
  if (operator === 'In' || operator === 'NotIn')
    return values ? [] : [required(`${here}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return values
      ? [
          forbiddenField(
            `${here}.values`,
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        ]
      : [];
  if (ofNode && (operator === 'Gt' || operator === 'Lt'))
    return values === 1
      ? []
      : [required(`${here}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
  return [invalid(`${here}.operator`, operator, 'not a valid selector operator')];
}
