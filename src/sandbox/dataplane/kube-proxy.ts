import { localEndpoints } from '../mesh/endpoints.ts';
import type { ServiceObject } from '../mesh/objects.ts';
import { podByIp } from '../mesh/registry.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { pick } from './balance.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { toInternet } from './internet.ts';
import { toPod } from './to-pod.ts';

/** The way of a sender outside the mesh: the node's own rules, which reject what has no endpoint. */
export async function throughKubeProxy(flow: Flow, address: string, port: number): Promise<Answer> {
  const found = serviceAt(flow.world, address);
  if (found) return toService({ ...flow, world: found.world }, found.service, port);
  const pod = podByIp(flow.world, address);
  if (pod) return toPod(flow, pod, port);
  return toInternet(flow.request, { address, port, tls: flow.tls });
}

async function toService(flow: Flow, service: ServiceObject, port: number): Promise<Answer> {
  if (!service.spec?.ports?.some((candidate) => candidate.port === port)) {
    return failed('timeout', `${service.spec?.clusterIP}:${port}: deadline has elapsed`);
  }
  const serving = localEndpoints(flow.world, service).filter(({ ports }) => ports[port] !== undefined);
  const endpoint = pick(serving);
  const target = endpoint?.ports[port];
  if (endpoint?.kind === 'pod' && target) return toPod(flow, endpoint.pod, target);
  if (endpoint?.kind === 'external' && target) {
    return toInternet(flow.request, { address: endpoint.address, port: target, tls: flow.tls });
  }
  return failed('refused', `${service.spec?.clusterIP}:${port}: Connection refused (os error 111)`);
}

/** A Service by its cluster address, or by the address of its load balancer, which is reachable from every cluster. */
function serviceAt(
  world: World,
  address: string,
): { readonly world: World; readonly service: ServiceObject } | undefined {
  const where = (candidate: World, has: (service: ServiceObject) => boolean) =>
    candidate.store
      .list<ServiceObject>(resources.services, { where: (object) => has(object as ServiceObject) })
      .map((service) => ({ world: candidate, service }))[0];
  const internal = where(world, ({ spec }) => (spec?.clusterIPs ?? [spec?.clusterIP]).includes(address));
  const external = ({ status }: ServiceObject): boolean =>
    status?.loadBalancer?.ingress?.some(({ ip }) => ip === address) ?? false;
  return internal ?? [world, ...world.peers].map((candidate) => where(candidate, external)).find(Boolean);
}
