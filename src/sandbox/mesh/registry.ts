import { ipVersion } from '../apiserver/admission/ip-address.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { keyOf } from '../apiserver/store/store.ts';
import type { World } from '../world.ts';
import { clusterDomain } from './cluster-dns.ts';
import { entryEndpoints, localEndpoints, remoteEndpoints } from './endpoints.ts';
import { isFinished } from './enrolment.ts';
import { globalHost, isShared, scopeLabel, takesOver } from './global.ts';
import { localityPreference } from './locality.ts';
import type { LocalityPreference, MeshService } from './model.ts';
import type { PodObject, ServiceEntryObject, ServiceObject } from './objects.ts';
import { labelOf, namespaceLabel, resources } from './resources.ts';
import { waypointOf } from './waypoint.ts';

const distributionAnnotation = 'networking.istio.io/traffic-distribution';

type Snapshot = { readonly revisions: string; readonly services: readonly MeshService[] };

const snapshots = new WeakMap<World, Snapshot>();

/** Every service that the mesh knows here, sorted as istioctl lists them. Kept until an object changes anywhere. */
export function meshServices(world: World): readonly MeshService[] {
  const revisions = [world, ...world.peers].map(({ store }) => store.revision).join();
  const known = snapshots.get(world);
  if (known?.revisions === revisions) return known.services;
  const services = [...clusterServices(world), ...entryServices(world)].sort(byName);
  snapshots.set(world, { revisions, services });
  return services;
}

const byName = (a: MeshService, b: MeshService): number => {
  const [left, right] = [a, b].map(({ namespace, name, hostname }) => `${namespace}\0${name}\0${hostname}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
};

/**
 * A service by its full host name. When several namespaces declare the host, the caller's own one wins, then the
 * oldest.
 */
export function serviceByHost(world: World, host: string, namespace?: string): MeshService | undefined {
  const found = meshServices(world).filter(({ hostname }) => hostname === host.toLowerCase());
  return found.find((service) => service.namespace === namespace) ?? found[0];
}

export const serviceByVip = (world: World, ip: string): MeshService | undefined =>
  meshServices(world).find(({ vips }) => vips.includes(ip));

/** The pod that has an address of its own; what is on a node's network has the node's. */
export const podByIp = (world: World, ip: string): PodObject | undefined =>
  world.store.list<PodObject>(resources.pods, {
    where: (object) => {
      const pod = object as PodObject;
      return pod.status?.podIP === ip && !pod.spec?.hostNetwork && !isFinished(pod);
    },
  })[0];

/** The service that a Service or ServiceEntry stands for; the first host of a ServiceEntry. */
export const serviceByKey = (
  world: World,
  wanted: { readonly resource: string; readonly namespace: string; readonly name: string },
): MeshService | undefined =>
  meshServices(world).find(
    ({ key }) =>
      key.resource === wanted.resource && key.namespace === wanted.namespace && key.name === wanted.name,
  );

const clusterServices = (world: World): readonly MeshService[] =>
  world.store
    .list<ServiceObject>(resources.services)
    .filter(({ spec }) => spec?.type !== 'ExternalName')
    .map((service) => clusterService(world, service));

function clusterService(world: World, service: ServiceObject): MeshService {
  const { name, namespace = '', annotations = {} } = service.metadata;
  const remote = takesOver(world, service) ? remoteEndpoints(world, namespace, name) : [];
  return {
    origin: 'Service',
    key: keyOf(resources.services, service),
    namespace,
    name,
    hostname: `${name}.${namespace}.svc.${clusterDomain}`,
    vips: (service.spec?.clusterIPs ?? [service.spec?.clusterIP ?? '']).filter((ip) => ipVersion(ip) > 0),
    ports: (service.spec?.ports ?? []).map((port) => ({
      number: port.port,
      name: port.name ?? '',
      protocol: protocolOfPort(port.name, port.appProtocol),
    })),
    endpoints: [...localEndpoints(world, service), ...remote],
    distribution: annotations[distributionAnnotation] === 'Any' ? 'Any' : 'PreferNetwork',
    ...preferring(localityPreference(service)),
    waypoint: waypointOf(world, service),
    ingressUsesWaypoint: ingressUsesWaypoint(world, service),
  };
}

const preferring = (locality: LocalityPreference | undefined) => (locality ? { locality } : {});

/** `http`, `http-web` and `http2` say HTTP; a nameless port is sniffed, which comes to the same for HTTP clients. */
const protocolOfPort = (name = '', appProtocol = ''): string =>
  (appProtocol || (name.split('-')[0] ?? '')).toUpperCase();

const entryServices = (world: World): readonly MeshService[] =>
  world.store.list<ServiceEntryObject>(resources.serviceEntries).flatMap((entry) => {
    const { 'solo.io/parent-service': name, 'solo.io/parent-service-namespace': namespace } =
      entry.metadata.labels ?? {};
    if (labelOf(entry, scopeLabel) === 'global' && name && namespace)
      return [globalService(world, entry, { name, namespace })];
    return (entry.spec?.hosts ?? []).map((host) => entryService(world, entry, host));
  });

function entryService(world: World, entry: ServiceEntryObject, host: string): MeshService {
  const { name, namespace = '', annotations = {} } = entry.metadata;
  return {
    origin: 'ServiceEntry',
    key: keyOf(resources.serviceEntries, entry),
    namespace,
    name,
    hostname: host.toLowerCase(),
    vips: vipsOf(entry, host),
    ports: (entry.spec?.ports ?? []).map(({ number, name: port, protocol = '' }) => ({
      number,
      name: port,
      protocol: protocol.toUpperCase(),
    })),
    endpoints: entryEndpoints(world, entry, host),
    distribution: annotations[distributionAnnotation] === 'PreferNetwork' ? 'PreferNetwork' : 'Any',
    ...preferring(localityPreference({ ...entry, spec: {} })),
    waypoint: waypointOf(world, entry),
    ingressUsesWaypoint: ingressUsesWaypoint(world, entry),
  };
}

/** The global name of a service: endpoints of this cluster if it shares the service, and of each that does. */
function globalService(
  world: World,
  entry: ServiceEntryObject,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): MeshService {
  const own = world.store.get<ServiceObject>({ resource: resources.services, namespace, name });
  const local = own && isShared(world, own) ? localEndpoints(world, own) : [];
  const wished =
    own?.metadata.annotations?.[distributionAnnotation] ??
    entry.metadata.annotations?.[distributionAnnotation];
  return {
    ...entryService(world, entry, globalHost(namespace, name)),
    origin: 'Global',
    namespace,
    name: entry.metadata.name,
    endpoints: [...local, ...remoteEndpoints(world, namespace, name)],
    distribution: wished === 'Any' ? 'Any' : 'PreferNetwork',
    ...preferring(own ? localityPreference(own) : undefined),
    waypoint: own ? waypointOf(world, own) : { kind: 'none' },
    ingressUsesWaypoint: own ? ingressUsesWaypoint(world, own) : false,
  };
}

/** A service's own label decides, else its namespace's. */
function ingressUsesWaypoint(world: World, object: KubeObject): boolean {
  const label = 'istio.io/ingress-use-waypoint';
  const value = labelOf(object, label) ?? namespaceLabel(world, object.metadata.namespace, label);
  return value?.toLowerCase() === 'true';
}

/** Declared addresses, else those that were allocated for the host. */
function vipsOf({ spec, status }: ServiceEntryObject, host: string): readonly string[] {
  const declared = (spec?.addresses ?? []).map((address) => address.replace(/\/(32|128)$/, ''));
  if (declared.length) return declared.filter((address) => ipVersion(address) > 0);
  const allocated = (status?.addresses ?? []).filter((address) => !address.host || address.host === host);
  return allocated.map(({ value }) => value);
}
