import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { isInside, parseCidr } from '../../apiserver/admission/ip-address.ts';
import { portNameProblems } from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { labelSelectorRules } from '../workload/workload-rules.ts';

/** @see kubernetes, pkg/apis/networking/validation/validation.go, ValidateNetworkPolicySpec */
export function networkPolicyRules(policy: KubeObject): FieldError[] {
  const spec = fieldsAt(policy, 'spec');
  return [
    ...labelSelectorRules(fieldsAt(spec, 'podSelector'), 'spec.podSelector'),
    ...listAt(spec, 'ingress').flatMap((rule, index) => ruleRules(rule, 'from', `spec.ingress[${index}]`)),
    ...listAt(spec, 'egress').flatMap((rule, index) => ruleRules(rule, 'to', `spec.egress[${index}]`)),
    ...typeRules(listAt(spec, 'policyTypes')),
  ];
}

const types = ['Ingress', 'Egress'];
const protocols = ['TCP', 'UDP', 'SCTP'];

const typeRules = (given: readonly unknown[]): FieldError[] =>
  given.flatMap((type, index) =>
    types.includes(String(type)) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, types)],
  );

const ruleRules = (rule: unknown, peers: 'from' | 'to', path: string): FieldError[] => [
  ...listAt(rule, 'ports').flatMap((port, index) => [
    ...protocolRules(textAt(port, 'protocol'), `${path}.ports[${index}].protocol`),
    ...portRulesOf(port, `${path}.ports[${index}]`),
  ]),
  ...listAt(rule, peers).flatMap((peer, index) => peerRules(peer, `${path}.${peers}[${index}]`)),
];

const protocolRules = (protocol: string, field: string): FieldError[] =>
  protocols.includes(protocol) ? [] : [notSupported(field, protocol, protocols)];

function portRulesOf(entry: unknown, path: string): FieldError[] {
  const port = at(entry, 'port');
  const endPort = at(entry, 'endPort');
  const field = `${path}.endPort`;
  if (port === undefined) {
    const detail = 'may not be specified when `port` is not specified';
    return endPort === undefined ? [] : [invalid(field, endPort, detail)];
  }
  if (typeof port === 'string') {
    const detail = 'may not be specified when `port` is non-numeric';
    return [
      ...(endPort === undefined ? [] : [invalid(field, endPort, detail)]),
      ...portNameProblems(port).map((problem) => invalid(`${path}.port`, port, problem)),
    ];
  }
  if (endPort === undefined) return portRules(port, `${path}.port`);
  const isBelow = typeof port === 'number' && typeof endPort === 'number' && endPort < port;
  return [
    ...portRules(port, `${path}.port`),
    ...(isBelow ? [invalid(field, endPort, 'must be greater than or equal to `port`')] : []),
    ...portRules(endPort, field),
  ];
}

function peerRules(peer: unknown, path: string): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = isFields(peer) ? peer : {};
  const given = [podSelector, namespaceSelector, ipBlock].filter(isFields);
  return [
    ...(isFields(podSelector) ? labelSelectorRules(podSelector, `${path}.podSelector`) : []),
    ...(isFields(namespaceSelector)
      ? labelSelectorRules(namespaceSelector, `${path}.namespaceSelector`)
      : []),
    ...(isFields(ipBlock) ? blockRules(ipBlock, `${path}.ipBlock`) : []),
    ...(given.length ? [] : [required(path, 'must specify a peer')]),
    ...(isFields(ipBlock) && given.length > 1
      ? [forbiddenField(path, 'may not specify both ipBlock and another peer')]
      : []),
  ];
}

const notCidr = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function blockRules(block: unknown, path: string): FieldError[] {
  const cidr = textAt(block, 'cidr');
  if (!cidr) return [required(`${path}.cidr`)];
  const range = parseCidr(cidr);
  if (!range) return [invalid(`${path}.cidr`, cidr, notCidr)];
  return listAt(block, 'except').flatMap((except, index) => {
    const field = `${path}.except[${index}]`;
    const inner = parseCidr(String(except));
    if (!inner) return [invalid(field, except, notCidr)];
    const isPart = isInside(inner.address, range) && inner.prefix > range.prefix;
    return isPart ? [] : [invalid(field, except, 'must be a strict subset of `cidr`')];
  });
}
