import { isInside, parseCidr, parseIp } from '../apiserver/admission/ip-address.ts';
import type { MeshEndpoint } from '../mesh/model.ts';
import type { ServiceObject } from '../mesh/objects.ts';
import { podByIp } from '../mesh/registry.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { toInternet } from './internet.ts';
import { nodeAt, throughNode } from './node-ports.ts';
import { dropped, isDropped } from './packets.ts';
import { chooseEndpoint } from './service-traffic.ts';
import { toPod } from './to-pod.ts';

/** The way of a sender outside the mesh: the node's own rules, which reject what has no endpoint. */
export async function throughKubeProxy(flow: Flow, address: string, port: number): Promise<Answer> {
  const found = serviceAt(flow.world, address);
  if (found?.world === flow.world) return toService(flow, found.service, { address, port });
  if (found) return toOtherCluster(flow, found, { address, port });
  return toAddress(flow, address, port);
}

/** To an address that stands for no Service: of a node, a pod, or a machine outside. */
function toAddress(flow: Flow, address: string, port: number): Promise<Answer> {
  const node = nodeAt(flow.world, address);
  if (node) return throughNode({ flow, node, address, port }, toEndpointAt);
  const pod = podByIp(flow.world, address);
  return pod ? toPod(flow, pod, port) : toOutside(flow, address, port);
}

/** Out of the cluster: to a node of another one, which is on the same network, or to the internet. */
async function toOutside(flow: Flow, address: string, port: number): Promise<Answer> {
  if (isDropped(flow, { address }, port)) return dropped(address, port);
  for (const world of flow.world.peers) {
    const node = nodeAt(world, address);
    if (node) return throughNode({ flow: inCluster(world, flow), node, address, port }, toEndpointAt);
  }
  return toInternet(flow.request, { address, port, ...(flow.tls ? { tls: flow.tls } : {}) });
}

const toEndpointAt = (flow: Flow, endpoint: MeshEndpoint, port: number): Promise<Answer> => {
  if (endpoint.kind === 'pod') return toPod(flow, endpoint.pod, port);
  return toAddress(flow, endpoint.kind === 'external' ? endpoint.address : '', port);
};

type Dialled = { readonly address: string; readonly port: number };

/** A port that the Service doesn't have is nobody's, and one without endpoints is rejected. */
async function toService(flow: Flow, service: ServiceObject, { address, port }: Dialled): Promise<Answer> {
  const own = service.spec?.ports?.find((each) => each.port === port && (each.protocol ?? 'TCP') === 'TCP');
  if (!own || !isAdmitted(flow, service, address)) return dropped(address, port);
  const isInside = (service.spec?.clusterIPs ?? [service.spec?.clusterIP]).includes(address);
  const onlyHere = isInside && service.spec?.internalTrafficPolicy === 'Local';
  const endpoint = chooseEndpoint(flow, service, {
    port,
    ...(onlyHere ? { node: flow.source.pod.spec?.nodeName ?? '' } : {}),
  });
  if (endpoint === 'elsewhere') return dropped(address, port);
  const target = endpoint?.ports[port];
  if (endpoint && target) return toEndpointAt(flow, endpoint, target);
  return failed('refused', `${address}:${port}: Connection refused (os error 111)`);
}

/**
 * Whether the address of a load balancer may be reached from here: nodes drop what comes from outside the ranges that
 * the Service names, also of their own pods. Its other addresses have no ranges.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
 */
function isAdmitted({ source }: Flow, { spec, status }: ServiceObject, address: string): boolean {
  const ranges = spec?.loadBalancerSourceRanges ?? [];
  const isBalanced = status?.loadBalancer?.ingress?.some(({ ip }) => ip === address) ?? false;
  const from = parseIp(source.carrier?.address ?? source.address);
  if (ranges.length === 0 || !isBalanced || from === undefined) return true;
  return ranges.some((range) => {
    const block = parseCidr(range.trim());
    return block !== undefined && isInside(from, block);
  });
}

type Found = { readonly world: World; readonly service: ServiceObject };

/** Another cluster's load balancer sees the node that a pod's packets leave their cluster by. */
function toOtherCluster(
  flow: Flow,
  { world, service }: Found,
  { address, port }: Dialled,
): Promise<Answer> | Answer {
  if (isDropped(flow, { address }, port)) return dropped(address, port);
  return toService(inCluster(world, flow), service, { address, port });
}

/** What comes from another cluster has the address of the node that it left it by. */
function inCluster(world: World, flow: Flow): Flow {
  const carrier = { address: flow.source.pod.status?.hostIP ?? '' };
  return { ...flow, world, source: { ...flow.source, carrier } };
}

/**
 * A Service by its cluster address, an address that it says is its own, or the address of its load balancer, which is
 * reachable from every cluster.
 */
function serviceAt(world: World, address: string): Found | undefined {
  const where = (candidate: World, has: (service: ServiceObject) => boolean) =>
    candidate.store
      .list<ServiceObject>(resources.services, { where: (object) => has(object as ServiceObject) })
      .map((service) => ({ world: candidate, service }))[0];
  const internal = where(
    world,
    ({ spec }) =>
      (spec?.clusterIPs ?? [spec?.clusterIP]).includes(address) ||
      spec?.externalIPs?.includes(address) === true,
  );
  const external = ({ status }: ServiceObject): boolean =>
    status?.loadBalancer?.ingress?.some(({ ip }) => ip === address) ?? false;
  return internal ?? [world, ...world.peers].map((candidate) => where(candidate, external)).find(Boolean);
}
