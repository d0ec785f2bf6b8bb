import type { World } from '../world.ts';
import { covers } from './attachment.ts';
import { localEndpoints } from './endpoints.ts';
import { isEnrolled } from './enrolment.ts';
import type { MeshService } from './model.ts';
import type { PodObject, ServiceEntryObject, ServiceObject } from './objects.ts';
import { clusterDomain, meshServices } from './registry.ts';
import { resources } from './resources.ts';

/**
 * Addresses that a pod's resolver gives for a host name, IPv4 first: the search domains, then the name itself. Pods
 * in the mesh are asked for by ztunnel, which knows the hosts of ServiceEntries as well. An empty list is a name
 * that exists without addresses; undefined one that no part of the cluster knows.
 */
export function resolveHost(world: World, pod: PodObject, host: string): readonly string[] | undefined {
  const enrolled = isEnrolled(world, pod);
  return candidates(pod.metadata.namespace ?? '', host.toLowerCase())
    .map((name) => (enrolled ? captured(world, pod, name) : undefined) ?? clusterAddresses(world, name))
    .find((addresses) => addresses !== undefined);
}

/** As with `ndots:5`: a name with fewer dots is tried in the search domains first. */
function candidates(namespace: string, host: string): readonly string[] {
  if (host.endsWith('.')) return [host.slice(0, -1)];
  const searched = [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  const extended = searched.map((domain) => `${host}.${domain}`);
  return host.split('.').length > 5 ? [host, ...extended] : [...extended, host];
}

/** What ztunnel answers itself: hosts of ServiceEntries that are exported to the pod's namespace. */
function captured(world: World, pod: PodObject, name: string): readonly string[] | undefined {
  const visible = meshServices(world).filter(
    (service) => service.origin !== 'Service' && isVisible(world, service, pod) && service.vips.length > 0,
  );
  const exact = visible.filter(({ hostname }) => hostname === name);
  const { namespace } = pod.metadata;
  const own = exact.find((service) => service.namespace === namespace) ?? exact[0];
  return (own ?? visible.find(({ hostname }) => covers(hostname, name)))?.vips;
}

function isVisible(world: World, { key }: MeshService, pod: PodObject): boolean {
  const exportTo = world.store.get<ServiceEntryObject>(key)?.spec?.exportTo ?? ['*'];
  const { namespace } = pod.metadata;
  return exportTo.some((to) => to === '*' || to === namespace || (to === '.' && key.namespace === namespace));
}

/** What the cluster's own DNS knows: Services, and pods by their dashed address. */
function clusterAddresses(world: World, name: string): readonly string[] | undefined {
  const suffix = `.${clusterDomain}`;
  if (!name.endsWith(suffix)) return undefined;
  const [first = '', namespace = '', kind, ...rest] = name.slice(0, -suffix.length).split('.');
  const [last] = rest;
  if (last !== undefined)
    return last === 'svc' && rest.length === 1
      ? memberAddresses(world, { host: first, service: namespace, namespace: kind ?? '' })
      : undefined;
  if (kind === 'pod') return /^\d+-\d+-\d+-\d+$/.test(first) ? [first.replaceAll('-', '.')] : undefined;
  if (kind !== 'svc') return undefined;
  const service = world.store.get<ServiceObject>({ resource: resources.services, namespace, name: first });
  return service && serviceAddresses(world, service);
}

function serviceAddresses(world: World, service: ServiceObject): readonly string[] | undefined {
  const { type, clusterIP, clusterIPs } = service.spec ?? {};
  if (type === 'ExternalName') return undefined;
  if (clusterIP && clusterIP !== 'None') return clusterIPs ?? [clusterIP];
  return published(world, service).map(({ address }) => address);
}

type Published = { readonly address: string; readonly pod?: PodObject };

/** The endpoints of a headless Service that DNS names. */
function published(world: World, service: ServiceObject): readonly Published[] {
  return localEndpoints(world, service).flatMap((endpoint) => (endpoint.kind === 'remote' ? [] : [endpoint]));
}

type Member = { readonly host: string; readonly service: string; readonly namespace: string };

/**
 * One pod of a headless Service by its host name, as those of StatefulSets have, or by its dashed address.
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields
 */
function memberAddresses(world: World, { host, service: name, namespace }: Member): string[] | undefined {
  const service = world.store.get<ServiceObject>({ resource: resources.services, namespace, name });
  if (service?.spec?.clusterIP !== 'None') return undefined;
  const found = published(world, service).filter(
    ({ address, pod }) => (hostnameIn(service, pod) ?? address.replaceAll(/[.:]/g, '-')) === host,
  );
  return found.length ? found.map(({ address }) => address) : undefined;
}

const hostnameIn = ({ metadata }: ServiceObject, pod: PodObject | undefined): string | undefined =>
  pod?.spec?.subdomain === metadata.name ? pod.spec.hostname : undefined;
