import type { KubeObject } from '../../../apiserver/store/object.ts';
import type { MeshService } from '../../../mesh/model.ts';
import { clusterNetwork } from '../../../mesh/network.ts';
import { meshServices } from '../../../mesh/registry.ts';
import type { World } from '../../../world.ts';
import type { ZtunnelService } from './structs.ts';
import { uidOf } from './workload-data.ts';

/**
 * Every service that ztunnel knows.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/serviceregistry/kube/controller/ambient/services.go
 */
export const serviceData = (world: World): readonly ZtunnelService[] =>
  meshServices(world).map((service) => oneService(world, service));

type Service = KubeObject & {
  readonly spec?: {
    readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
    readonly ipFamilies?: readonly string[];
    readonly internalTrafficPolicy?: string;
    readonly trafficDistribution?: string;
    readonly publishNotReadyAddresses?: boolean;
  };
};

type ServiceEntry = KubeObject & {
  readonly spec?: {
    readonly ports?: readonly { readonly number: number; readonly targetPort?: number }[];
    readonly resolution?: string;
    readonly subjectAltNames?: readonly string[];
  };
};

type Data = ZtunnelService & Readonly<Record<string, unknown>>;

function oneService(world: World, service: MeshService): Data {
  const network = clusterNetwork(world);
  const { waypoint } = service;
  return {
    name: service.name,
    namespace: service.namespace,
    hostname: service.hostname,
    vips: service.vips.map((vip) => `${network}/${vip}`),
    ...(waypoint.kind === 'bound'
      ? { waypoint: { destination: `${network}/${waypoint.waypoint.address}` } }
      : {}),
    endpoints: Object.fromEntries(
      service.endpoints.map((endpoint) => {
        const workloadUid = uidOf(world, service, endpoint);
        const host = `${service.namespace}/${service.hostname}`;
        return [workloadUid, { workloadUid, service: host, port: endpoint.ports }];
      }),
    ),
    ...ofObject(world, service),
  };
}

/** What its Service or ServiceEntry says of it. */
function ofObject(world: World, service: MeshService): Readonly<Record<string, unknown>> {
  if (service.origin === 'Service') {
    const { spec, metadata } = world.store.get<Service>(service.key) ?? {};
    const wished = spec?.trafficDistribution ?? metadata?.annotations?.[distributionAnnotation];
    const local = spec?.internalTrafficPolicy === 'Local';
    return {
      ports: Object.fromEntries(
        (spec?.ports ?? []).map(({ port, targetPort = port }) => [port, targetNumber(targetPort)]),
      ),
      ...balancer(local ? 'Local' : wished, spec?.publishNotReadyAddresses === true),
      ipFamilies: familiesOf(spec?.ipFamilies ?? []),
      canonical: true,
    };
  }
  const { spec, metadata } = world.store.get<ServiceEntry>(service.key) ?? {};
  const ports = (spec?.ports ?? []).map(({ number, targetPort = number }) => [number, targetPort]);
  return {
    ports: Object.fromEntries(ports),
    ...(spec?.resolution === 'NONE' || !spec?.resolution
      ? { loadBalancer: { mode: 'Passthrough', routingPreferences: [], healthPolicy: 'AllowAll' } }
      : balancer(metadata?.annotations?.[distributionAnnotation], false)),
    subjectAltNames: spec?.subjectAltNames ?? [],
    ...(service.vips.some((vip) => vip.includes(':')) && service.origin === 'Global'
      ? { ipFamilies: 'Dual' }
      : {}),
  };
}

const distributionAnnotation = 'networking.istio.io/traffic-distribution';

/** A named port is found at each endpoint; here it counts as none. */
const targetNumber = (target: number | string): number => (typeof target === 'number' ? target : 0);

const near = ['Network', 'Region', 'Zone'];

/** How near an endpoint has to be, and whether it has to be ready; nothing of a service that doesn't mind. */
const preferences: Readonly<
  Record<string, { readonly mode: string; readonly routingPreferences: readonly string[] }>
> = {
  Local: { mode: 'Strict', routingPreferences: ['Node'] },
  PreferClose: { mode: 'Failover', routingPreferences: near },
  PreferSameZone: { mode: 'Failover', routingPreferences: near },
  PreferSameNode: { mode: 'Failover', routingPreferences: [...near, 'Subzone', 'Node'] },
};

function balancer(wished: string | undefined, unready: boolean): { readonly loadBalancer?: object } {
  const preference = preferences[wished ?? ''];
  if (!preference && !unready) return {};
  const { mode, routingPreferences } = preference ?? { mode: 'Standard', routingPreferences: [] };
  return { loadBalancer: { mode, routingPreferences, healthPolicy: unready ? 'AllowAll' : 'OnlyHealthy' } };
}

function familiesOf(families: readonly string[]): string {
  if (families.length === 2) return 'Dual';
  return families[0] ?? '';
}
