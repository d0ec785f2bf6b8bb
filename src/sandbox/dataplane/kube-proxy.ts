import { localEndpoints } from '../mesh/endpoints.ts';
import type { ServiceObject } from '../mesh/objects.ts';
import { podByIp } from '../mesh/registry.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { pick } from './balance.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { toInternet } from './internet.ts';
import { dropped, isDropped } from './packets.ts';
import { toPod } from './to-pod.ts';

/** The way of a sender outside the mesh: the node's own rules, which reject what has no endpoint. */
export async function throughKubeProxy(flow: Flow, address: string, port: number): Promise<Answer> {
  const found = serviceAt(flow.world, address);
  if (found?.world === flow.world) return toService(flow, found.service, port);
  if (found) return toOtherCluster(flow, found, { address, port });
  return toAddress(flow, address, port);
}

type Found = { readonly world: World; readonly service: ServiceObject };

/** Another cluster's load balancer sees the node that a pod's packets leave their cluster by. */
function toOtherCluster(
  flow: Flow,
  { world, service }: Found,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<Answer> | Answer {
  if (isDropped(flow, { address }, port)) return dropped(address, port);
  const carrier = { address: flow.source.pod.status?.hostIP ?? '' };
  return toService({ ...flow, world, source: { ...flow.source, carrier } }, service, port);
}

/** To an address that stands for nothing else. */
function toAddress(flow: Flow, address: string, port: number): Promise<Answer> {
  const pod = podByIp(flow.world, address);
  return pod ? toPod(flow, pod, port) : toOutside(flow, address, port);
}

/** Out of the cluster, or to a machine beside it. */
async function toOutside(flow: Flow, address: string, port: number): Promise<Answer> {
  if (isDropped(flow, { address }, port)) return dropped(address, port);
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
  if (endpoint?.kind === 'external' && target) return toAddress(flow, endpoint.address, target);
  return failed('refused', `${service.spec?.clusterIP}:${port}: Connection refused (os error 111)`);
}

/** A Service by its cluster address, or by the address of its load balancer, which is reachable from every cluster. */
function serviceAt(world: World, address: string): Found | undefined {
  const where = (candidate: World, has: (service: ServiceObject) => boolean) =>
    candidate.store
      .list<ServiceObject>(resources.services, { where: (object) => has(object as ServiceObject) })
      .map((service) => ({ world: candidate, service }))[0];
  const internal = where(world, ({ spec }) => (spec?.clusterIPs ?? [spec?.clusterIP]).includes(address));
  const external = ({ status }: ServiceObject): boolean =>
    status?.loadBalancer?.ingress?.some(({ ip }) => ip === address) ?? false;
  return internal ?? [world, ...world.peers].map((candidate) => where(candidate, external)).find(Boolean);
}
