import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { clusterDomain } from './cluster-dns.ts';
import type { Backend } from './model.ts';
import type { BackendRef, HttpRouteObject } from './objects.ts';
import { serviceByHost } from './registry.ts';
import { resources } from './resources.ts';

type ReferenceGrant = KubeObject & {
  readonly spec?: {
    readonly from?: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
    readonly to?: readonly { readonly group?: string; readonly kind: string; readonly name?: string }[];
  };
};

/**
 * What a route's `backendRef` leads to: a Service, or a host of the mesh through Istio's `Hostname` kind.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function backendOf(world: World, route: HttpRouteObject, ref: BackendRef): Backend {
  return { weight: ref.weight ?? 1, port: ref.port ?? 0, target: targetOf(world, route, ref) };
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
  if (namespace !== own && !isGranted(world, route, ref))
    return invalid(
      'RefNotPermitted',
      `backendRef ${ref.name}/${namespace} not accessible to a HTTPRoute in namespace "${own}" (missing a ReferenceGrant?)`,
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

type Invalid = Backend['target'] & { kind: 'invalid' };

const invalid = (reason: Invalid['reason'], message: string): Invalid => ({
  kind: 'invalid',
  reason,
  message,
});

const isGranted = (world: World, route: HttpRouteObject, ref: BackendRef): boolean =>
  world.store
    .list<ReferenceGrant>(resources.referenceGrants, { namespace: ref.namespace ?? '' })
    .some(
      ({ spec }) =>
        spec?.from?.some(
          ({ group, kind, namespace }) =>
            group === 'gateway.networking.k8s.io' &&
            kind === 'HTTPRoute' &&
            namespace === route.metadata.namespace,
        ) &&
        spec.to?.some(
          ({ group = '', kind, name }) => group === '' && kind === 'Service' && (!name || name === ref.name),
        ),
    );
