import type { World } from '../world.ts';
import { clusterDomain } from './cluster-dns.ts';
import type { Backend, RouteOwner } from './model.ts';
import type { BackendRef, RouteFilter } from './objects.ts';
import { isGranted } from './reference-grants.ts';
import { serviceByHost } from './registry.ts';

/** Routes of Gateways need a ReferenceGrant to reach other namespaces; those in the mesh don't. */
type Place = 'gateway' | 'mesh';

/** Routes on a listener are a Gateway's. */
export const placeOf = ({ listener }: { readonly listener?: string }): Place =>
  listener === undefined ? 'mesh' : 'gateway';

/**
 * What a route's `backendRef` leads to: a Service, or a host of the mesh through Istio's `Hostname` kind.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function backendOf(world: World, route: RouteOwner, ref: BackendRef, place: Place): Backend {
  const { weight = 1, port = 0, filters = [] } = ref;
  return { weight, port, filters, target: targetOf(world, route, ref, place) };
}

function targetOf(world: World, route: RouteOwner, ref: BackendRef, place: Place): Backend['target'] {
  const { group = '', kind = 'Service' } = ref;
  const own = route.metadata.namespace ?? '';
  if (group === '' && kind === 'Service') {
    const namespace = ref.namespace ?? own;
    const permitted =
      place === 'mesh' ||
      namespace === own ||
      isGranted(world, {
        from: { kind: route.kind, namespace: own },
        to: { kind: 'Service', namespace, name: ref.name },
      });
    return permitted ? serviceTarget(world, own, ref, namespace) : notPermitted(route, ref);
  }
  if (group === 'networking.istio.io' && kind === 'Hostname') return hostTarget(world, own, ref);
  return invalid('InvalidKind', `referencing unsupported backendRef: group "${group}" kind "${kind}"`);
}

const serviceTarget = (world: World, own: string, ref: BackendRef, namespace: string): Backend['target'] =>
  hostTarget(world, own, { ...ref, name: `${ref.name}.${namespace}.svc.${clusterDomain}` });

const notPermitted = ({ kind, metadata }: RouteOwner, { name, namespace }: BackendRef): Invalid =>
  invalid(
    'RefNotPermitted',
    `backendRef ${name}/${namespace} not accessible to a ${kind} in namespace "${metadata.namespace}" (missing a ReferenceGrant?)`,
  );

function hostTarget(world: World, namespace: string, { name, port }: BackendRef): Backend['target'] {
  const service = serviceByHost(world, name, namespace);
  if (!service) return invalid('BackendNotFound', `backend(${name}) not found`);
  // Whether the Service has the port shows only when a request is to go there.
  if (port !== undefined && !service.ports.some(({ number }) => number === port))
    return invalid('PortNotFound', `port ${port} not found on backend(${name})`);
  return { kind: 'service', service };
}

/** Where copies of requests go, and how many of them. */
type Mirror = {
  readonly backendRef: BackendRef;
  readonly percent?: number;
  readonly fraction?: { readonly numerator: number; readonly denominator?: number };
};

/** What a filter says of mirroring; undefined for any other. */
export const mirrorOf = (filter: RouteFilter): Mirror | undefined =>
  filter.type === 'RequestMirror' ? (filter.requestMirror as Mirror) : undefined;

type Invalid = Backend['target'] & { kind: 'invalid' };

const invalid = (reason: Invalid['reason'], message: string): Invalid => ({
  kind: 'invalid',
  reason,
  message,
});
