import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import { fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { policyProblems, targetProblems } from './authorization-policy-problems.ts';
import { denial, domainProblems, labelProblems } from './istio-denial.ts';
import { virtualServiceProblems } from './virtual-service-problems.ts';

/*
 * What istiod's validating webhook refuses of objects that their schemas let pass.
 */

const protocols = new Set(
  'tcp udp grpc grpc-web http http_proxy http2 https tls mongo redis mysql'.split(' '),
);
const namedProtocols = new Set(['http', 'http2', 'grpc', 'grpc-web', 'http_proxy', 'https', 'tls']);

/** The refusal of a ServiceEntry. */
export const refuseServiceEntry = (entry: KubeObject): ApiError | undefined =>
  denial([
    ...hostProblems(entry),
    ...addressProblems(entry),
    ...portProblems(entry),
    ...resolutionProblems(entry),
  ]);

/** The refusal of a DestinationRule. */
export const refuseDestinationRule = (rule: KubeObject): ApiError | undefined => {
  const names = listAt(rule, 'spec.subsets').map((subset) => textAt(subset, 'name'));
  return denial([
    ...domainProblems(textAt(rule, 'spec.host')),
    ...trafficPolicyProblems(rule.spec),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => `duplicate subset names: ${name}`),
    ...listAt(rule, 'spec.subsets').flatMap(trafficPolicyProblems),
  ]);
};

/** The refusal of a VirtualService. */
export const refuseVirtualService = (virtual: KubeObject): ApiError | undefined =>
  denial(virtualServiceProblems(virtual));

/** The refusal of a RequestAuthentication. */
export const refuseRequestAuthentication = (object: KubeObject): ApiError | undefined =>
  denial([
    ...targetProblems(fieldsAt(object, 'spec')),
    ...listAt(object, 'spec.jwtRules').flatMap((rule) => [
      ...(textAt(rule, 'issuer') || textAt(rule, 'jwksUri')
        ? []
        : ['issuer or jwksUri must be non-empty string']),
      ...(textAt(rule, 'jwks') && !isKeySet(textAt(rule, 'jwks')) ? ['jwks parse error: no JWK set'] : []),
    ]),
  ]);

function isKeySet(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && (Array.isArray(value.keys) || typeof value.kty === 'string');
  } catch {
    return false;
  }
}

/** The refusal of an AuthorizationPolicy. */
export const refuseAuthorizationPolicy = (policy: KubeObject): ApiError | undefined => {
  const { name, namespace } = policy.metadata;
  return denial(policyProblems(policy).map((problem) => `invalid policy ${name}.${namespace}: ${problem}`));
};

const hostProblems = (entry: KubeObject): string[] =>
  listAt(entry, 'spec.hosts').flatMap((host) => domainProblems(String(host)));

const addressProblems = (entry: KubeObject): string[] =>
  listAt(entry, 'spec.addresses').flatMap((address) => {
    const [ip = '', bits, ...rest] = String(address).split('/');
    if (bits === undefined || rest.length)
      return ipVersion(String(address)) ? [] : [`${address} is not a valid IP`];
    const isRange = ipVersion(ip) && /^\d+$/.test(bits) && Number(bits) <= (ipVersion(ip) === 4 ? 32 : 128);
    return isRange ? [] : [`${address} is not a valid CIDR block`];
  });

const portProblems = (entry: KubeObject): string[] =>
  listAt(entry, 'spec.ports').flatMap((port) => {
    const name = textAt(port, 'name');
    const protocol = textAt(port, 'protocol');
    return [
      ...(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 63
        ? []
        : [`invalid port name: ${name}`]),
      ...(protocol && !protocols.has(protocol.toLowerCase()) ? [`unsupported protocol: ${protocol}`] : []),
    ];
  });

function resolutionProblems(entry: KubeObject): string[] {
  const resolution = textAt(entry, 'spec.resolution') || 'NONE';
  const hosts = listAt(entry, 'spec.hosts').map(String);
  const unnamed = listAt(entry, 'spec.ports').some(
    (port) => !namedProtocols.has(textAt(port, 'protocol').toLowerCase()),
  );
  const several = resolution !== 'NONE' && hosts.length > 1 && unnamed;
  return [
    ...(resolution.startsWith('DNS') ? dnsProblems(entry, resolution, hosts) : []),
    ...(resolution === 'DYNAMIC_DNS' ? dynamicProblems(hosts, resolution) : []),
    ...(several ? ['multiple hosts provided with non-HTTP, non-TLS ports'] : []),
  ];
}

/** Names that are looked up have to be whole, unless endpoints say where to go. */
function dnsProblems(entry: KubeObject, resolution: string, hosts: readonly string[]): string[] {
  const endpoints = listAt(entry, 'spec.endpoints');
  if (endpoints.length) {
    return endpoints
      .map((endpoint) => textAt(endpoint, 'address'))
      .filter((address) => !ipVersion(address) && (!address || labelProblems(address).length))
      .map((address) => `endpoint address "${address}" is not a valid FQDN or an IP address`);
  }
  const problem = hosts.flatMap(labelProblems)[0];
  const rule =
    'hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode';
  return problem ? [`${rule} ${resolution}, ${problem}`] : [];
}

const dynamicProblems = (hosts: readonly string[], resolution: string): string[] =>
  hosts
    .filter((host) => !host.startsWith('*'))
    .map(() => `host must be wildcarded for resolution mode ${resolution}`);

function trafficPolicyProblems(owner: unknown): string[] {
  const { trafficPolicy: policy } = isFields(owner) ? owner : {};
  if (!isFields(policy)) return [];
  if (!Object.keys(policy).length) return ['traffic policy must have at least one field'];
  const ports = listAt(policy, 'portLevelSettings');
  return [
    ...tlsProblems(policy),
    ...ports.flatMap((port) => [
      ...(numberAt(port, 'port.number') ? [] : ['portLevelSettings must have a port number']),
      ...tlsProblems(port),
    ]),
  ];
}

/** Mutual TLS needs a certificate of our own. */
function tlsProblems(policy: unknown): string[] {
  const tls = fieldsAt(policy, 'tls');
  if (tls.mode !== 'MUTUAL' || tls.credentialName) return [];
  return [
    ...(tls.clientCertificate ? [] : ['client certificate required for mutual tls']),
    ...(tls.privateKey ? [] : ['private key required for mutual tls']),
  ];
}
