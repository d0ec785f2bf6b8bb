import { digestOf } from '../../apiserver/digest.ts';
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
      ...(clusterIP ? { clusterIP, clusterIPs: [clusterIP] } : {}),
      ...(spec.ports ? { ports: withNodePorts(service, others, old) } : {}),
    },
  };
}

function clusterIpOf(
  service: KubeObject,
  others: readonly KubeObject[] | undefined,
  old: KubeObject | undefined,
): string {
  const asked = textAt(service, 'spec.clusterIP') || String(listAt(service, 'spec.clusterIPs')[0] ?? '');
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
  const used = new Set(
    (others ?? []).flatMap((other) => listAt(other, 'spec.ports')).map((port) => numberAt(port, 'nodePort')),
  );
  return ports.map((port) => {
    if (!isFields(port) || port.nodePort) return port;
    const had = formerNodePort(port, old);
    if (!had && !others) return port;
    const nodePort = had || freeNodePort(used, `${service.metadata.name}:${port.port}`);
    used.add(nodePort);
    return { ...port, nodePort };
  });
}

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
