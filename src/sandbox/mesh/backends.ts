import type { World } from '../world.ts';
import { clusterDomain } from './cluster-dns.ts';
import type { Backend } from './model.ts';
import type { BackendRef, HttpRouteObject, RouteFilter } from './objects.ts';
import { isGranted } from './reference-grants.ts';
import { serviceByHost } from './registry.ts';

/**
 * What a route's `backendRef` leads to: a Service, or a host of the mesh through Istio's `Hostname` kind.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function backendOf(world: World, route: HttpRouteObject, ref: BackendRef): Backend {
  const { weight = 1, port = 0, filters = [] } = ref;
  return { weight, port, filters, target: targetOf(world, route, ref) };
}

function targetOf(world: World, route: HttpRouteObject, ref: BackendRef): Backend['target'] {
  const { group = '', kind = 'Service' } = ref;
  const own = route.metadata.namespace ?? '';
  if (group === '' && kind === 'Service') return serviceTarget(world, route, ref);
  if (group === 'networking.istio.io' && kind === 'Hostname') return hostTarget(world, own, ref);
  return invalid('InvalidKind', `referencing unsupported backendRef: group "${group}" kind "${kind}"`);
}

function serviceTarget(world: World, route: HttpRouteObject, ref: BackendRef): Backend['target'] {
  const own = route.metadata.namespace ?? '';
  const namespace = ref.namespace ?? own;
  const reference = {
    from: { kind: route.kind, namespace: own },
    to: { kind: 'Service', namespace, name: ref.name },
  } as const;
  if (namespace !== own && !isGranted(world, reference))
    return invalid(
      'RefNotPermitted',
      `backendRef ${ref.name}/${namespace} not accessible to a ${route.kind} in namespace "${own}" (missing a ReferenceGrant?)`,
    );
  return hostTarget(world, own, { ...ref, name: `${ref.name}.${namespace}.svc.${clusterDomain}` });
}

function hostTarget(world: World, namespace: string, { name, port }: BackendRef): Backend['target'] {
  const service = serviceByHost(world, name, namespace);
  if (!service) return invalid('BackendNotFound', `backend(${name}) not found`);
  if (port !== undefined && !service.ports.some(({ number }) => number === port))
    return invalid('BackendNotFound', `port ${port} not found on backend(${name})`);
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
