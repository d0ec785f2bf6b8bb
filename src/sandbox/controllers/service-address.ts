import type { ServiceObject } from '../mesh/objects.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';

/**
 * A Service with the addresses and node ports that the API server gives out: from 10.96.0.0/16, as kind has it.
 * What it has already, it keeps.
 */
export function withServiceAddress(world: World, service: ServiceObject): ServiceObject {
  const { type = 'ClusterIP', clusterIP, ports = [] } = service.spec ?? {};
  if (type === 'ExternalName') return service;
  const ip = clusterIP || freeAddress(world, service);
  const exposed = type === 'LoadBalancer' || type === 'NodePort';
  const taken = exposed ? nodePortsOf(world) : new Set<number>();
  return {
    ...service,
    spec: {
      ...service.spec,
      clusterIP: ip,
      clusterIPs: service.spec?.clusterIPs ?? [ip],
      ...(exposed
        ? { ports: ports.map((port) => ({ ...port, nodePort: port.nodePort ?? freePort(taken) })) }
        : {}),
    },
  };
}

/** Spread over the range by the Service's name, so that the same lab gets the same addresses. */
function freeAddress(world: World, { metadata }: ServiceObject): string {
  const used = new Set(
    world.store.list<ServiceObject>(resources.services).map(({ spec }) => spec?.clusterIP),
  );
  const size = 254 * 255;
  const start = spread(`${metadata.namespace}/${metadata.name}`) % size;
  for (let step = 0; step < size; step += 1) {
    const place = (start + step) % size;
    const address = `10.96.${1 + Math.floor(place / 254)}.${1 + (place % 254)}`;
    if (!used.has(address)) return address;
  }
  throw new Error('no service address left in 10.96.0.0/16');
}

const spread = (text: string): number => {
  let hash = 7;
  for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 31) + byte) >>> 0;
  return hash;
};

const nodePortsOf = (world: World): Set<number> =>
  new Set(
    world.store
      .list<ServiceObject>(resources.services)
      .flatMap(({ spec }) => spec?.ports ?? [])
      .flatMap(({ nodePort }) => nodePort ?? []),
  );

function freePort(taken: Set<number>): number {
  let port = 30_000 + Math.floor(Math.random() * 2768);
  while (taken.has(port)) port = 30_000 + ((port - 29_999) % 2768);
  taken.add(port);
  return port;
}
