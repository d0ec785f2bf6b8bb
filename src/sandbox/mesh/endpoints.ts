import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { isFinished, isReady } from './enrolment.ts';
import { isShared } from './global.ts';
import { nearest, placeOfPod } from './locality.ts';
import type { MeshEndpoint, MeshService } from './model.ts';
import { clusterNetwork, connectedPeers, gatewayOfNetwork, networkOf } from './network.ts';
import type { PodObject, ServiceEntryObject, ServiceObject } from './objects.ts';
import { fitsLabels, labelOf, resources } from './resources.ts';

/** Who writes the slices of Services that select pods. */
export const sliceController = 'endpointslice-controller.k8s.io';

type PortMap = Readonly<Record<number, number>>;

type EndpointSlice = KubeObject & {
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly hostname?: string;
    readonly conditions?: { readonly ready?: boolean };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
};

/**
 * Pods of this cluster behind a Service, and the addresses of EndpointSlices that somebody else made for it. A pod that isn't
 * ready, or is on its way out, is none of them unless the Service publishes such addresses: ztunnel's health policy.
 */
export function localEndpoints(world: World, service: ServiceObject): readonly MeshEndpoint[] {
  const { namespace = '' } = service.metadata;
  const { selector, publishNotReadyAddresses = false } = service.spec ?? {};
  const pods = selectPods(world, namespace, selector)
    .map((pod) => podEndpoint(world, pod, targetPorts(service, pod)))
    .filter(({ healthy }) => healthy || publishNotReadyAddresses);
  return [...pods, ...sliceEndpoints(world, service)];
}

/** Running or starting pods that have an address. */
const selectPods = (
  world: World,
  namespace: string,
  selector: Readonly<Record<string, string>> | undefined,
): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    namespace,
    where: (pod) =>
      fitsLabels(pod, selector) && Boolean((pod as PodObject).status?.podIP) && !isFinished(pod as PodObject),
  });

function podEndpoint(world: World, pod: PodObject, ports: PortMap): MeshEndpoint {
  const network = networkOf(world, pod);
  return { kind: 'pod', pod, address: pod.status?.podIP ?? '', network, healthy: isReady(pod), ports };
}

/** A named target port is looked up in each pod; a pod that doesn't have it doesn't serve it. */
function targetPorts(service: ServiceObject, pod: PodObject): PortMap {
  const entries = (service.spec?.ports ?? []).flatMap(({ port, targetPort }) => {
    const target = typeof targetPort === 'string' ? namedPort(pod, targetPort) : (targetPort ?? port);
    return target === undefined ? [] : [[port, target] as const];
  });
  return Object.fromEntries(entries);
}

/** Number of a container port by its name. */
export function namedPort(pod: PodObject, name: string): number | undefined {
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name)?.containerPort ?? numeric(name);
}

const numeric = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

function sliceEndpoints(world: World, { metadata, spec }: ServiceObject): readonly MeshEndpoint[] {
  const slices = world.store.list<EndpointSlice>(resources.endpointSlices, {
    namespace: metadata.namespace ?? '',
    where: (slice) =>
      labelOf(slice, 'kubernetes.io/service-name') === metadata.name &&
      labelOf(slice, 'endpointslice.kubernetes.io/managed-by') !== sliceController,
  });
  return slices.flatMap((slice) => {
    const pairs = (spec?.ports ?? []).flatMap(({ port, name = '' }) => {
      const target = slice.ports?.find((candidate) => (candidate.name ?? '') === name)?.port;
      return target === undefined ? [] : [[port, target] as const];
    });
    const ports = Object.fromEntries(pairs);
    return (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses = [], hostname }) =>
        addresses.map((address) => ({
          ...external(world, address, ports),
          ...(hostname ? { hostname } : {}),
        })),
      );
  });
}

const external = (world: World, address: string, ports: PortMap): MeshEndpoint & { kind: 'external' } => ({
  kind: 'external',
  address,
  network: clusterNetwork(world),
  healthy: true,
  ports,
});

/**
 * What the connected clusters have of a service, one endpoint for each that shares it and has a healthy pod of it:
 * a cluster behind its gateway is one workload, however many pods it has.
 */
export function remoteEndpoints(world: World, namespace: string, name: string): readonly MeshEndpoint[] {
  return connectedPeers(world).flatMap((peer) => {
    const service = peer.store.get<ServiceObject>({ resource: resources.services, namespace, name });
    const network = clusterNetwork(peer);
    const gateway = gatewayOfNetwork(world, network);
    if (!service || !gateway || !isShared(peer, service)) return [];
    if (!localEndpoints(peer, service).some(({ healthy }) => healthy)) return [];
    const ports = Object.fromEntries((service.spec?.ports ?? []).map(({ port }) => [port, port]));
    const { cluster } = peer;
    const named = `autogen.${cluster}.${namespace}.${name}`;
    return [{ kind: 'remote', name: named, cluster, network, gateway, healthy: true, ports } as const];
  });
}

/** A DNS entry without endpoints stands for its own host name, which whoever connects has to resolve. */
export function entryEndpoints(
  world: World,
  entry: ServiceEntryObject,
  host: string,
): readonly MeshEndpoint[] {
  const { ports = [], endpoints = [], workloadSelector, resolution } = entry.spec ?? {};
  const own = Object.fromEntries(ports.map(({ number, targetPort }) => [number, targetPort ?? number]));
  const pods = selectPods(world, entry.metadata.namespace ?? '', workloadSelector?.labels);
  const selected = pods.map((pod) => podEndpoint(world, pod, own)).filter(({ healthy }) => healthy);
  const named = endpoints.flatMap(({ address, labels, locality, ports: overrides = {} }) => {
    const mapped = ports.map(({ number, name, targetPort }) => [
      number,
      overrides[name] ?? targetPort ?? number,
    ]);
    const endpoint = external(world, address ?? '', Object.fromEntries(mapped) as PortMap);
    return address ? [{ ...endpoint, ...(labels ? { labels } : {}), ...(locality ? { locality } : {}) }] : [];
  });
  const found = [...selected, ...named];
  const isDns = resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
  return found.length === 0 && isDns && !workloadSelector ? [external(world, host, own)] : found;
}

/** Who wants to be served: a pod of a cluster. */
export type Client = { readonly world: World; readonly pod: PodObject };

/**
 * The endpoints that a request may go to: those that the service wants by where they are; else those on this cluster's
 * network as long as there are any, unless the service wants them all.
 */
export function preferredEndpoints(
  { endpoints, distribution, locality }: MeshService,
  { world, pod }: Client,
): readonly MeshEndpoint[] {
  if (locality) return nearest(world, endpoints, locality, placeOfPod(world, pod));
  const local = endpoints.filter(({ kind }) => kind !== 'remote');
  return distribution === 'Any' || local.length === 0 ? endpoints : local;
}
