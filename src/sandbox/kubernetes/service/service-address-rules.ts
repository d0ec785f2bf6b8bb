import { forbiddenField, invalid, notSupported } from '../../apiserver/admission/field-error.ts';
import { isInside, parseCidr, parseIp } from '../../apiserver/admission/ip-address.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { type Fields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const distributions = ['PreferClose'];

/** Ranges that no address from outside is in, and what they are called. */
const reserved: readonly (readonly [ranges: readonly string[], name: string])[] = [
  [['127.0.0.0/8', '::1/128'], 'loopback range (127.0.0.0/8, ::1/128)'],
  [['169.254.0.0/16', 'fe80::/10'], 'link-local range (169.254.0.0/16, fe80::/10)'],
  [['224.0.0.0/24', 'ff02::/10'], 'link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** Addresses of a service, of which families, and who may come to them. */
export function serviceAddressRules(spec: Fields, type: string): FieldError[] {
  return [
    ...listAt(spec, 'externalIPs').flatMap((address, index) =>
      externalIpRules(String(address), `spec.externalIPs[${index}]`),
    ),
    ...listAt(spec, 'ports').flatMap((port, index) =>
      protocolRules(textAt(port, 'appProtocol'), `spec.ports[${index}].appProtocol`),
    ),
    ...listAt(spec, 'loadBalancerSourceRanges').flatMap((range, index) =>
      rangeRules(String(range).trim(), `spec.LoadBalancerSourceRanges[${index}]`),
    ),
    ...balancerRules(spec, type),
    ...oneOf(textAt(spec, 'trafficDistribution'), distributions, 'spec.trafficDistribution'),
  ];
}

const oneOf = (value: string, allowed: readonly string[], field: string): FieldError[] =>
  value === '' || allowed.includes(value) ? [] : [notSupported(field, value, allowed)];

function externalIpRules(text: string, field: string): FieldError[] {
  const address = parseIp(text);
  if (!address)
    return [invalid(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  return specialAddressRules(text, field);
}

/** No address from outside is one of those that mean something special. */
export function specialAddressRules(text: string, field: string): FieldError[] {
  const address = parseIp(text);
  if (!address) return [];
  if (address.value === 0n) return [invalid(field, text, `may not be unspecified (${text})`)];
  return reserved.flatMap(([ranges, name]) => {
    const isIn = ranges.some((range) => {
      const cidr = parseCidr(range);
      return cidr !== undefined && cidr.address.bits === address.bits && isInside(address, cidr);
    });
    return isIn ? [invalid(field, text, `may not be in the ${name}`)] : [];
  });
}

const protocolRules = (name: string, field: string): FieldError[] =>
  (name ? qualifiedNameProblems(name) : []).map((problem) => invalid(field, name, problem));

const rangeRules = (range: string, field: string): FieldError[] =>
  parseCidr(range)
    ? []
    : [invalid(field, range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];

/** What only a load balancer of the platform looks at. */
function balancerRules(spec: Fields, type: string): FieldError[] {
  const isBalanced = type === 'LoadBalancer';
  const port = numberAt(spec, 'healthCheckNodePort');
  const isLocal = isBalanced && textAt(spec, 'externalTrafficPolicy') === 'Local';
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [
    ...(!isBalanced && textAt(spec, 'loadBalancerClass')
      ? [forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'")]
      : []),
    ...(!isBalanced && listAt(spec, 'loadBalancerSourceRanges').length && rangesAreSound(spec)
      ? [forbiddenField('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'")]
      : []),
    ...(port > 0 && !isLocal ? [invalid('spec.healthCheckNodePort', port, detail)] : []),
  ];
}

const rangesAreSound = (spec: Fields): boolean =>
  listAt(spec, 'loadBalancerSourceRanges').every((range) => parseCidr(String(range).trim()) !== undefined);
