import type { World } from '../../world.ts';
import { subsetOf } from '../destination.ts';
import type { AttachedRule, Backend, MeshService, RouteOwner } from '../model.ts';
import type { GatewayObject, RouteFilter } from '../objects.ts';
import { serviceByHost } from '../registry.ts';
import { resources } from '../resources.ts';
import type {
  VirtualDestination,
  VirtualHeaders,
  VirtualMatch,
  VirtualRoute,
  VirtualServiceObject,
} from './objects.ts';
import { fullHost, isExported } from './visible.ts';

type At = {
  readonly world: World;
  /** The waypoint's. */
  readonly gateway: GatewayObject;
  readonly service: MeshService;
  readonly port: number;
};

/** The routes of one VirtualService at a waypoint, and since when it is there. */
type Routes = { readonly since: string; readonly rules: readonly AttachedRule[] };

/**
 * What VirtualServices say of a service, at a waypoint of Envoy: those of the service's namespace and of the waypoint's
 * that name its host. Their order counts, not how precise a match is.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/networking/core/listener_waypoint.go
 */
export function virtualRoutes(at: At): readonly Routes[] {
  const { world, gateway, service } = at;
  const own = gateway.metadata.namespace ?? '';
  return [...new Set([service.namespace, own])]
    .flatMap((namespace) => world.store.list<VirtualServiceObject>(resources.virtualServices, { namespace }))
    .filter((virtual) => isExported(virtual, own) && names(virtual, service.hostname))
    .map((virtual) => ({ since: ageOf(virtual), rules: rulesOf(at, virtual) }))
    .filter(({ rules }) => rules.length > 0);
}

/** What VirtualServices and other routes are ordered by. */
export const ageOf = ({ metadata }: RouteOwner): string =>
  `${metadata.creationTimestamp} ${metadata.name}.${metadata.namespace}`;

const names = ({ metadata, spec }: VirtualServiceObject, hostname: string): boolean =>
  (spec?.hosts ?? []).some((host) => {
    const full = fullHost(host, metadata.namespace);
    return full === hostname || (full.startsWith('*') && hostname.endsWith(full.slice(1)));
  });

/** A route without matches takes everything. */
function rulesOf(at: At, virtual: VirtualServiceObject): readonly AttachedRule[] {
  return (virtual.spec?.http ?? []).flatMap((route) => {
    const matches = route.match?.length ? route.match : [{}];
    return matches.filter((match) => isHere(at, match)).map((match) => attached(at, virtual, route, match));
  });
}

/** A waypoint knows no labels of the caller; the namespace that it compares is its own. */
const isHere = ({ gateway, port }: At, match: VirtualMatch): boolean =>
  Object.keys(match.sourceLabels ?? {}).length === 0 &&
  (!match.port || match.port === port) &&
  (match.gateways?.length
    ? match.gateways.includes('mesh')
    : !match.sourceNamespace || match.sourceNamespace === gateway.metadata.namespace);

function attached(
  at: At,
  virtual: VirtualServiceObject,
  route: VirtualRoute,
  match: VirtualMatch,
): AttachedRule {
  const { timeout, retries } = route;
  const to = (destination: VirtualDestination, weight: number, headers?: VirtualHeaders): Backend =>
    backend(at, virtual, { destination, weight, ...(headers ? { headers } : {}) });
  const [only, ...others] = route.route ?? [];
  const backends = (route.route ?? []).map(({ destination, weight = 0, headers }) =>
    to(destination, destination === only?.destination && !others.length ? 1 : weight, headers),
  );
  const copies = [
    ...(route.mirror ? [{ destination: route.mirror, share: shareOfMirror(route) }] : []),
    ...(route.mirrors ?? []).map(({ destination, percentage }) => ({
      destination,
      share: percentage ? (percentage.value ?? 0) / 100 : 1,
    })),
  ];
  const filters = [
    ...headerFilters(route.headers),
    ...(route.rewrite?.authority ? [hostRewrite(route.rewrite.authority)] : []),
  ];
  return {
    route: virtual,
    rule: {
      ...(route.name ? { name: route.name } : {}),
      filters,
      timeouts: {
        ...(timeout ? { request: timeout } : {}),
        ...(retries?.perTryTimeout ? { backendRequest: retries.perTryTimeout } : {}),
      },
    },
    match: {},
    backends,
    ...(route.name ? { name: match.name ? `${route.name}.${match.name}` : route.name } : {}),
    virtual: {
      route,
      match,
      port: at.port,
      copies: copies.map(({ destination, share }) => ({ backend: to(destination, 1), share })),
    },
  };
}

const shareOfMirror = ({ mirrorPercentage, mirrorPercent = 100 }: VirtualRoute): number =>
  (mirrorPercentage ? (mirrorPercentage.value ?? 0) : mirrorPercent) / 100;

type Weighted = {
  readonly destination: VirtualDestination;
  readonly weight: number;
  readonly headers?: VirtualHeaders;
};

/** Where there is no such host, port or subset, Envoy has no cluster. */
function backend(
  at: At,
  { metadata }: VirtualServiceObject,
  { destination, weight, headers }: Weighted,
): Backend {
  const { world, gateway } = at;
  const host = fullHost(destination.host, metadata.namespace);
  const found = serviceByHost(world, host, metadata.namespace);
  const only = found?.ports.length === 1 ? found.ports[0]?.number : undefined;
  const port = destination.port?.number ?? only ?? at.port;
  const wanted = { subset: destination.subset, client: gateway.metadata.namespace ?? '' };
  const service =
    found?.ports.some(({ number }) => number === port) && destination.subset
      ? subsetOf(world, found, wanted)
      : found;
  const target: Backend['target'] = service?.ports.some(({ number }) => number === port)
    ? { kind: 'service', service }
    : { kind: 'invalid', reason: 'NoCluster', message: `no cluster for ${host}` };
  const { subset } = destination;
  return { weight, port, filters: headerFilters(headers), target, ...(subset ? { subset } : {}) };
}

const isAuthority = (name: string): boolean => ['host', ':authority'].includes(name.toLowerCase());

/** Changes of headers as the filters of a Gateway API route; a changed host is a rewrite. */
function headerFilters({ request = {}, response = {} }: VirtualHeaders = {}): readonly RouteFilter[] {
  const [authority] = [request.set, request.add].flatMap((headers) =>
    Object.entries(headers ?? {}).flatMap(([name, value]) => (isAuthority(name) ? [value] : [])),
  );
  return [
    { type: 'RequestHeaderModifier', requestHeaderModifier: changes(request) },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: changes(response) },
    ...(authority === undefined ? [] : [hostRewrite(authority)]),
  ];
}

const hostRewrite = (hostname: string): RouteFilter => ({ type: 'URLRewrite', urlRewrite: { hostname } });

const changes = ({ set, add, remove }: NonNullable<VirtualHeaders['request']>) => ({
  set: pairs(set),
  add: pairs(add),
  remove: remove ?? [],
});

const pairs = (headers: Readonly<Record<string, string>> | undefined) =>
  Object.entries(headers ?? {})
    .filter(([name]) => !isAuthority(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
