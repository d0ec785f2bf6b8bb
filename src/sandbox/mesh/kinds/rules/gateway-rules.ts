import type { RuleAt } from './rule-table.ts';

/*
 * What the Gateway API 1.4 asks of its objects beyond their schemas, in expressions of our own.
 * See https://gateway-api.sigs.k8s.io/reference/spec/
 */

const hostname = '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const metadataKey =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$';

const uniqueAddress = (type: string): RuleAt => ({
  at: ['spec.addresses'],
  rule: `self.filter(a, a.type == '${type}' && has(a.value)).all(a, self.exists_one(b, b.type == a.type && has(b.value) && b.value == a.value))`,
  message: `${type} values must be unique`,
});

const infrastructure = (field: string, what: string): readonly RuleAt[] => [
  {
    at: [`spec.infrastructure.${field}`],
    rule: `self.all(key, key.matches(r'${metadataKey}'))`,
    message: `${what} keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.`,
  },
  {
    at: [`spec.infrastructure.${field}`],
    rule: "self.all(key, size(key.split('/')[0]) < 253)",
    message: `If specified, the ${what.toLowerCase()} key's prefix must be a DNS subdomain not longer than 253 characters in total.`,
  },
];

const listeners = (rule: string, message: string): RuleAt => ({ at: ['spec.listeners'], rule, message });

/** Rules of a Gateway. */
export const gatewayRules: readonly RuleAt[] = [
  uniqueAddress('IPAddress'),
  uniqueAddress('Hostname'),
  {
    at: ['spec.addresses[]'],
    rule: `self.type != 'Hostname' || !has(self.value) || self.value.matches(r'${hostname}')`,
    message: `Hostname value must be empty or contain only valid characters (matching ${hostname})`,
  },
  ...infrastructure('annotations', 'Annotation'),
  ...infrastructure('labels', 'Label'),
  listeners(
    "self.all(l, !has(l.tls) || !(l.protocol in ['HTTP', 'TCP', 'UDP']))",
    "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
  ),
  listeners(
    "self.all(l, l.protocol != 'HTTPS' || !has(l.tls) || l.tls.mode in ['', 'Terminate'])",
    'tls mode must be Terminate for protocol HTTPS',
  ),
  listeners(
    "self.all(l, !(l.protocol in ['TCP', 'UDP']) || !has(l.hostname) || l.hostname == '')",
    "hostname must not be specified for protocols ['TCP', 'UDP']",
  ),
  listeners(
    'self.all(l, self.exists_one(other, other.name == l.name))',
    'Listener name must be unique within the Gateway',
  ),
  listeners(
    'self.all(l, self.exists_one(other, other.port == l.port && other.protocol == l.protocol && has(other.hostname) == has(l.hostname) && (!has(l.hostname) || other.hostname == l.hostname)))',
    'Combination of port, protocol and hostname must be unique for each listener',
  ),
  {
    at: ['spec.listeners[].tls'],
    // Of two keys that aren't there, the library names the last and the server the one of the references.
    rule: "self.mode != 'Terminate' || self.options.size() > 0 || self.certificateRefs.size() > 0",
    message: 'certificateRefs or options must be specified when mode is Terminate',
  },
  {
    at: ['status.addresses[]'],
    rule: `self.type != 'Hostname' || self.value.matches(r'${hostname}')`,
    message: `Hostname value must only contain valid characters (matching ${hostname})`,
  },
];

/** Rules of a GatewayClass. */
export const gatewayClassRules: readonly RuleAt[] = [
  { at: ['spec.controllerName'], rule: 'oldSelf == self', message: 'Value is immutable' },
];
