import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import { at, type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { domainProblems } from './istio-denial.ts';
import { routeProblems } from './virtual-route-problems.ts';

/**
 * What istiod finds wrong with a VirtualService, in its words.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/validation/virtualservice.go
 */
export function virtualServiceProblems(virtual: KubeObject): string[] {
  const spec = fieldsAt(virtual, 'spec');
  const hosts = listAt(spec, 'hosts').map(String);
  const gateways = listAt(spec, 'gateways').map(String);
  const inMesh = !gateways.length || gateways.includes('mesh');
  const wrongHosts = hosts.flatMap((host) => hostProblems(host, inMesh));
  const kinds = ['http', 'tcp', 'tls'];
  return [
    ...(inMesh ? listAt(spec, 'http').flatMap((route) => claimProblems(route, gateways)) : []),
    ...wrongHosts,
    ...(wrongHosts.length ? [] : duplicates(hosts)),
    ...(kinds.some((kind) => listAt(spec, kind).length)
      ? []
      : ['http, tcp or tls must be provided in virtual service']),
    ...listAt(spec, 'http').flatMap((route) => routeProblems(route, { isDelegate: !hosts.length })),
  ];
}

function hostProblems(host: string, inMesh: boolean): string[] {
  const problems = domainProblems(host);
  if (problems.length) return ipVersion(host) ? [] : problems;
  return inMesh && host === '*'
    ? ['wildcard host * is not allowed for virtual services bound to the mesh gateway']
    : [];
}

const duplicates = (hosts: readonly string[]): string[] =>
  hosts.flatMap((host, index) =>
    hosts
      .slice(index + 1)
      .filter((other) => takesIn(host, other) || takesIn(other, host))
      .map((other) => `duplicate hosts in virtual service: ${host} & ${other}`),
  );

const takesIn = (wide: string, host: string): boolean =>
  wide.startsWith('*') ? host.endsWith(wide.slice(1)) : wide === host;

/** Claims of tokens are known at gateways only. */
const claimProblems = (route: unknown, gateways: readonly string[]): string[] =>
  listAt(route, 'match')
    .flatMap((match) => [
      ...Object.keys(fieldsAt(match, 'headers')),
      ...Object.keys(fieldsAt(match, 'withoutHeaders')),
    ])
    .filter((key) => key.startsWith('@request.auth.claims'))
    .map(
      (key) =>
        `JWT claim based routing (key: ${key}) is only supported for gateway, found no gateways: [${gateways.join(' ')}]`,
    );

/** A destination's host, subset and port. */
export function destinationProblems(destination: unknown): string[] {
  if (!isFields(destination)) return [];
  const host = textAt(destination, 'host');
  const subset = textAt(destination, 'subset');
  return [
    ...(host === '*' ? ['invalid destination host *'] : domainProblems(host)),
    ...(subset && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(subset)
      ? [`subset name is invalid: ${subset}`]
      : []),
    ...(isFields(destination.port) ? portProblems(destination.port) : []),
  ];
}

function portProblems(port: Fields): string[] {
  const number = numberAt(port, 'number');
  return number >= 1 && number <= 65535 ? [] : [`port number ${number} must be in the range 1..65535`];
}

/** A percentage is none, or at least a millionth. */
export function percentProblems(owner: unknown): string[] {
  const value = at(owner, 'percentage.value');
  if (typeof value !== 'number' || value === 0 || (value >= 0.0001 && value <= 100)) return [];
  return [`percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`];
}
