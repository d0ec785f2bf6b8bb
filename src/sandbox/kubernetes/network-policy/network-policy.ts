import { ageColumn, formatSelector, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, fieldsAt, isFields, listAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { networkPolicyRules } from './network-policy-rules.ts';

/** Obeyed by the data plane: see its hop for policies. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const networkPolicy = builtIn({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  default: defaultPolicy,
  validate: networkPolicyRules,
  columns: [
    nameColumn,
    textColumn('Pod-Selector', (object) => formatSelector(at(object, 'spec.podSelector'))),
    ageColumn,
  ],
});

/** A policy is always about what comes in, and about what goes out when it has a rule for that. */
function defaultPolicy(policy: KubeObject): KubeObject {
  const spec = fieldsAt(policy, 'spec');
  const types = listAt(spec, 'policyTypes');
  const implied = ['Ingress', ...(listAt(spec, 'egress').length ? ['Egress'] : [])];
  return {
    ...policy,
    spec: {
      ...spec,
      policyTypes: types.length ? types : implied,
      ...(Array.isArray(spec.ingress) ? { ingress: spec.ingress.map(withProtocols) } : {}),
      ...(Array.isArray(spec.egress) ? { egress: spec.egress.map(withProtocols) } : {}),
    },
  };
}

const withProtocols = (rule: unknown): unknown =>
  isFields(rule) && Array.isArray(rule.ports)
    ? { ...rule, ports: rule.ports.map((port) => (isFields(port) ? { protocol: 'TCP', ...port } : port)) }
    : rule;
