import { digestOf } from '../../apiserver/digest.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const networkPrefix = '10.96';
const lowestNodePort = 30000;
const nodePorts = 2768;

/**
 * The cluster address for a service: the first free one of 10.96.0.0/16 from a place that its name picks, so that
 * the same services get the same addresses in each run. The first 256 are left for addresses chosen by hand.
 */
function allocateClusterIp(used: ReadonlySet<string>, { metadata }: KubeObject): string {
  const room = 255 * 254;
  const start = pick(`${metadata.namespace}/${metadata.name}`, room);
  for (let step = 0; step < room; step++) {
    const index = (start + step) % room;
    const address = `${networkPrefix}.${1 + Math.floor(index / 254)}.${1 + (index % 254)}`;
    if (!used.has(address)) return address;
  }
  throw new Error('every cluster address is taken');
}

/** A number below `room` that depends on the text alone. */
const pick = (text: string, room: number): number => Number.parseInt(digestOf(text).slice(0, 8), 16) % room;

/**
 * A service whose address is said in both ways where its writer used the older one, and in none where an update takes
 * it away in one.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/registry/core/service/storage/storage.go normalizeClusterIPs
 */
export function withBothAddresses(service: KubeObject, old: KubeObject | undefined): KubeObject {
  const { clusterIP = '', clusterIPs, ...spec } = fieldsAt(service, 'spec');
  const all = Array.isArray(clusterIPs) ? clusterIPs : [];
  const isKept = old !== undefined && isEqual(all, listAt(old, 'spec.clusterIPs'));
  const both = clusterIP && (!all.length || (isKept && all[0] !== clusterIP)) ? [clusterIP] : all;
  // What an update empties it gets again.
  const shown = !clusterIP && isKept ? [] : both;
  return {
    ...service,
    spec: {
      ...spec,
      ...(clusterIP ? { clusterIP } : {}),
      ...(shown.length ? { clusterIPs: shown } : {}),
    },
  };
}

/**
 * Gives a service what the API server allocates for its type: a cluster address and node ports, those it had before
 * when it is updated. `others` are the services that are there, itself included or not; without them nothing new is
 * allocated.
 */
export function assignAddresses(
  service: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): KubeObject {
  const spec = fieldsAt(service, 'spec');
  if (textAt(spec, 'type') === 'ExternalName') return service;
  const clusterIP = clusterIpOf(service, others, old);
  return {
    ...service,
    spec: {
      ...spec,
      ...(clusterIP ? { clusterIPs: [clusterIP], ...withoutEmpty(spec), clusterIP } : {}),
      ...(spec.ports ? { ports: withNodePorts(service, others, old) } : {}),
      ...healthPort(service, others, old),
    },
  };
}

const withoutEmpty = ({ clusterIPs }: Fields): Fields =>
  Array.isArray(clusterIPs) && clusterIPs.length ? { clusterIPs } : {};

/**
 * The families of a service's addresses, which are of one kind in these clusters; where it has none and selects
 * nothing, its endpoints may be of both.
 */
export function withFamilies(service: KubeObject): KubeObject {
  const spec = fieldsAt(service, 'spec');
  if (textAt(spec, 'type') === 'ExternalName') return service;
  const isFree = textAt(spec, 'clusterIP') === 'None' && !Object.keys(fieldsAt(spec, 'selector')).length;
  const ipFamilyPolicy = textAt(spec, 'ipFamilyPolicy') || (isFree ? 'RequireDualStack' : 'SingleStack');
  const given = listAt(spec, 'ipFamilies');
  const first = given.length ? given : ['IPv4'];
  const isBoth = isFree && ipFamilyPolicy !== 'SingleStack' && first.length < 2;
  const ipFamilies = isBoth ? [...first, first[0] === 'IPv4' ? 'IPv6' : 'IPv4'] : first;
  return { ...service, spec: { ...spec, ipFamilies, ipFamilyPolicy } };
}

function clusterIpOf(
  service: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): string {
  const asked = textAt(service, 'spec.clusterIP');
  const had = textAt(old, 'spec.clusterIP');
  if (asked || had || !others) return asked || had;
  return allocateClusterIp(new Set(others.map((other) => textAt(other, 'spec.clusterIP'))), service);
}

function withNodePorts(
  service: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): readonly unknown[] {
  const ports = listAt(service, 'spec.ports');
  const type = textAt(service, 'spec.type');
  const wanted =
    type === 'NodePort' ||
    (type === 'LoadBalancer' && fieldsAt(service, 'spec').allocateLoadBalancerNodePorts !== false);
  if (!wanted) return ports;
  const used = new Set((others ?? []).flatMap(portsOnNodes));
  return ports.map((port) => {
    if (!isFields(port) || port.nodePort) return port;
    const had = formerNodePort(port, old);
    if (!had && !others) return port;
    const nodePort = had || freeNodePort(used, `${service.metadata.name}:${port.port}`);
    used.add(nodePort);
    return { ...port, nodePort };
  });
}

/** Load balancers ask the nodes by a port of its own where they send requests to the right ones only. */
function healthPort(
  { spec, metadata }: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): { readonly healthCheckNodePort?: number } {
  const isAsked =
    textAt(spec, 'type') === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local';
  if (!isAsked || numberAt(spec, 'healthCheckNodePort')) return {};
  const had = numberAt(old, 'spec.healthCheckNodePort');
  if (!had && !others) return {};
  const used = new Set((others ?? []).flatMap(portsOnNodes));
  return { healthCheckNodePort: had || freeNodePort(used, `${metadata.name}:health`) };
}

const portsOnNodes = (service: KubeObject): readonly number[] => [
  ...listAt(service, 'spec.ports').map((port) => numberAt(port, 'nodePort')),
  numberAt(service, 'spec.healthCheckNodePort'),
];

const formerNodePort = (port: Fields, old: KubeObject | undefined): number =>
  numberAt(
    listAt(old, 'spec.ports').find(
      (former) => isFields(former) && former.port === port.port && former.protocol === port.protocol,
    ),
    'nodePort',
  );

function freeNodePort(used: ReadonlySet<number>, text: string): number {
  const start = pick(text, nodePorts);
  for (let step = 0; step < nodePorts; step++) {
    const port = lowestNodePort + ((start + step) % nodePorts);
    if (!used.has(port)) return port;
  }
  throw new Error('every node port is taken');
}
