import { invalid } from '../../apiserver/admission/field-error.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { amountOf, numberOf } from '../resources/amount.ts';

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const resourceQuota = builtIn({
  kind: 'ResourceQuota',
  countsGenerations: false,
  validate: quotaRules,
  columns: [
    nameColumn,
    textColumn('Request', (object) => usage(object, (name) => !name.startsWith('limits.'))),
    textColumn('Limit', (object) => usage(object, (name) => name.startsWith('limits.'))),
    ageColumn,
  ],
});

function usage(object: KubeObject, isShown: (name: string) => boolean): string {
  const used = fieldsAt(object, 'status.used');
  return Object.entries(fieldsAt(object, 'status.hard'))
    .filter(([name]) => isShown(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${used[name] ?? 0}/${hard}`)
    .join(', ');
}

const standard =
  /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage|hugepages-.+)|requests\.storage|pods|resourcequotas|services(?:\.nodeports|\.loadbalancers)?|replicationcontrollers|secrets|persistentvolumeclaims|configmaps)$/;
const whole =
  /^(?:pods|resourcequotas|services(?:\.nodeports|\.loadbalancers)?|replicationcontrollers|secrets|configmaps|persistentvolumeclaims|count\/.+)$/;

function quotaRules(quota: KubeObject, old: KubeObject | undefined): FieldError[] {
  return [
    ...Object.entries(fieldsAt(quota, 'spec.hard')).flatMap(([name, amount]) => {
      const field = `spec.hard[${name}]`;
      const { nanos } = amountOf(amount);
      return [
        ...(name.includes('/') || standard.test(name)
          ? []
          : [invalid(field, name, 'must be a standard resource for quota')]),
        ...(nanos < 0n ? [invalid(field, amount, 'must be greater than or equal to 0')] : []),
        ...(whole.test(name) && !Number.isInteger(numberOf(amountOf(amount)))
          ? [invalid(field, amount, 'must be an integer')]
          : []),
      ];
    }),
    ...(old ? immutable('spec.scopes', at(quota, 'spec.scopes'), at(old, 'spec.scopes')) : []),
  ];
}
