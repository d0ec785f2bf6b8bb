import { invalid } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { at, fieldsAt, listAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { amountOf, numberOf } from '../resources/amount.ts';
import { goQuantity } from '../resources/go-quantity.ts';

const standard =
  /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage|hugepages-.+)|requests\.storage|pods|resourcequotas|services(?:\.nodeports|\.loadbalancers)?|replicationcontrollers|secrets|persistentvolumeclaims|configmaps)$/;
const whole =
  /^(?:pods|resourcequotas|services(?:\.nodeports|\.loadbalancers)?|replicationcontrollers|secrets|configmaps|persistentvolumeclaims|count\/.+)$/;
/** Resources of pods, which scopes are about. */
const ofPods = /^(?:pods|(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage|hugepages-.+))$/;
const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
];
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

/** @see kubernetes, pkg/apis/core/validation/validation.go, ValidateResourceQuotaSpec */
export function quotaRules(quota: KubeObject, old: KubeObject | undefined): FieldError[] {
  const hard = fieldsAt(quota, 'spec.hard');
  return [
    ...Object.entries(hard).flatMap(([name, amount]) => [...nameRules(name), ...amountRules(name, amount)]),
    ...scopeRules(listAt(quota, 'spec.scopes').map(String), Object.keys(hard)),
    ...(old ? immutable('spec.scopes', at(quota, 'spec.scopes'), at(old, 'spec.scopes')) : []),
  ];
}

function nameRules(name: string): FieldError[] {
  if (name.includes('/') || standard.test(name)) return [];
  const value = new GoText(name);
  return ['must be a standard resource type or fully qualified', 'must be a standard resource for quota'].map(
    (detail) => invalid(`spec.hard[${name}]`, value, detail),
  );
}

function amountRules(name: string, amount: unknown): FieldError[] {
  const field = `spec.hard[${name}]`;
  const number = numberOf(amountOf(amount));
  return [
    ...(number < 0 ? [invalid(field, amount, 'must be greater than or equal to 0')] : []),
    ...(whole.test(name) && !Number.isInteger(number)
      ? [invalid(field, goQuantity(amount), 'must be an integer')]
      : []),
  ];
}

function scopeRules(given: readonly string[], names: readonly string[]): FieldError[] {
  const list = given.map((scope) => JSON.stringify(scope)).join(', ');
  const wrong = (detail: string): FieldError =>
    invalid('spec.scopes', new GoText(`[]core.ResourceQuotaScope{${list}}`), detail);
  const counted = names.filter((name) => standard.test(name)).toSorted();
  return [
    ...given.flatMap((scope) => [
      ...(scopes.includes(scope) ? [] : [wrong('unsupported scope')]),
      ...counted
        .filter((name) => (scope === 'BestEffort' ? name !== 'pods' : !ofPods.test(name)))
        .map(() => wrong('unsupported scope applied to resource')),
    ]),
    ...opposites
      .filter((pair) => pair.every((scope) => given.includes(scope)))
      .map(() => wrong('conflicting scopes')),
  ];
}
