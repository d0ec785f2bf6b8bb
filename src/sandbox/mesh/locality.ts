import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { LocalityPreference, MeshEndpoint } from './model.ts';
import { networkOf } from './network.ts';
import type { PodObject, ServiceObject } from './objects.ts';
import { labelOf, resources } from './resources.ts';

type Scope = LocalityPreference['scopes'][number];

/** Where something is; what isn't known is the same as elsewhere unknown. */
type Place = Readonly<Partial<Record<Scope, string>>>;

const distributionAnnotation = 'networking.istio.io/traffic-distribution';

const zone: readonly Scope[] = ['network', 'region', 'zone'];
const preferences: Readonly<Record<string, LocalityPreference>> = {
  preferclose: { mode: 'failover', scopes: zone },
  prefersamezone: { mode: 'failover', scopes: zone },
  prefersamenode: { mode: 'failover', scopes: [...zone, 'subzone', 'node'] },
};

/**
 * Which endpoints a Service or ServiceEntry wants to be taken: its field wins over the annotation, and endpoints of the
 * client's node alone over both.
 * @see https://istio.io/latest/docs/reference/config/annotations/#NetworkingTrafficDistribution
 */
export function localityPreference({ metadata, spec }: ServiceObject): LocalityPreference | undefined {
  if (spec?.internalTrafficPolicy === 'Local') return { mode: 'strict', scopes: ['node'] };
  const wished = spec?.trafficDistribution ?? metadata.annotations?.[distributionAnnotation];
  return preferences[wished?.toLowerCase() ?? ''];
}

/** Where a pod runs, by the labels of its node. */
export function placeOfPod(world: World, pod: PodObject): Place {
  const node = pod.spec?.nodeName ?? '';
  const found = world.store.get<KubeObject>({ resource: resources.nodes, namespace: '', name: node });
  const label = (name: string): string => (found && labelOf(found, name)) ?? '';
  return {
    network: networkOf(world, pod),
    region: label('topology.kubernetes.io/region'),
    zone: label('topology.kubernetes.io/zone'),
    subzone: label('topology.istio.io/subzone'),
    node,
  };
}

/**
 * The endpoints that are nearest to a client, or those near enough. The scopes are compared in their order until one
 * differs; on another network, the further ones count less than any on the client's own.
 * @see https://github.com/istio/ztunnel/blob/1.29.3/src/state.rs
 */
export function nearest(
  world: World,
  endpoints: readonly MeshEndpoint[],
  { mode, scopes }: LocalityPreference,
  client: Place,
): readonly MeshEndpoint[] {
  const ranked = endpoints.map((endpoint) => {
    const place = placeOfEndpoint(world, endpoint);
    const [first, ...others] = scopes;
    const isOwnNetwork = first === 'network' && isSame(place, client, first);
    const order = first === 'network' ? others : scopes;
    const differs = order.findIndex((scope) => !isSame(place, client, scope));
    const matching = differs < 0 ? order.length : differs;
    return { endpoint, matching, rank: matching + (isOwnNetwork ? scopes.length : 0), all: order.length };
  });
  if (mode === 'strict')
    return ranked.filter(({ matching, all }) => matching === all).map(({ endpoint }) => endpoint);
  const best = Math.max(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === best).map(({ endpoint }) => endpoint);
}

const isSame = (a: Place, b: Place, scope: Scope): boolean => (a[scope] ?? '') === (b[scope] ?? '');

function placeOfEndpoint(world: World, endpoint: MeshEndpoint): Place {
  if (endpoint.kind === 'pod') return placeOfPod(world, endpoint.pod);
  const [region = '', inRegion = '', subzone = ''] =
    endpoint.kind === 'external' ? (endpoint.locality ?? '').split('/') : [];
  return { network: endpoint.network, region, zone: inRegion, subzone };
}
