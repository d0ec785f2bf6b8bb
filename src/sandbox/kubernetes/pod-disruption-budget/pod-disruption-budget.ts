import { invalid, notSupported } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, numberAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';

export const budgetResource = 'poddisruptionbudgets.policy';

/** @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export const podDisruptionBudget = builtIn({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  default: (object) => ({
    ...object,
    status: object.status ?? { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  }),
  validate: budgetRules,
  columns: [
    nameColumn,
    textColumn('Min Available', (object) => bound(object, 'minAvailable')),
    textColumn('Max Unavailable', (object) => bound(object, 'maxUnavailable')),
    {
      name: 'Allowed Disruptions',
      type: 'integer',
      cell: (object) => numberAt(object, 'status.disruptionsAllowed'),
    },
    ageColumn,
  ],
});

const bound = (object: KubeObject, field: string): string => String(at(object, `spec.${field}`) ?? 'N/A');

const policies = ['AlwaysAllow', 'IfHealthyBudget'];

function budgetRules(budget: KubeObject): FieldError[] {
  const [min, max] = [at(budget, 'spec.minAvailable'), at(budget, 'spec.maxUnavailable')];
  const policy = at(budget, 'spec.unhealthyPodEvictionPolicy');
  return [
    ...(min !== undefined && max !== undefined
      ? [invalid('spec', goSpec(policy), 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...boundRules(min, 'spec.minAvailable'),
    ...boundRules(max, 'spec.maxUnavailable'),
    ...(policy === undefined || policies.includes(String(policy))
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, policies)]),
  ];
}

/** Go prints the fields of this struct as addresses, which say nothing. */
function goSpec(policy: unknown): GoText {
  const address = '(0xc000000000)';
  const given = policy === undefined ? '(nil)' : address;
  return new GoText(
    `policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)${address}, Selector:(*v1.LabelSelector)${address}, MaxUnavailable:(*intstr.IntOrString)${address}, UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)${given}}`,
  );
}

function boundRules(value: unknown, field: string): FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number')
    return value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  const detail =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
  const shown = new GoText(`intstr.IntOrString{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`);
  if (percent === undefined) return [invalid(field, shown, detail)];
  return Number(percent) > 100 ? [invalid(field, shown, 'must not be greater than 100%')] : [];
}
