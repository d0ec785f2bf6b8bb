import type { MeshEndpoint, MeshService } from '../../mesh/model.ts';
import { clusterNetwork } from '../../mesh/network.ts';
import { meshServices } from '../../mesh/registry.ts';
import type { World } from '../../world.ts';
import { formatted, outputFlag } from './output-format.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';
import { waypointServiceName } from './waypoint-name.ts';
import { requireZtunnel, targetFlags } from './ztunnel-target.ts';

/** `istioctl ztunnel-config service` */
export const ztunnelServices: Verb = {
  names: ['service', 'services', 'svc', 's'],
  flags: [...targetFlags, outputFlag, { name: 'service-namespace', takes: 'value' }],
  run({ flags, io, world: worldOf }) {
    const world = worldOf();
    requireZtunnel(world, flags);
    const wanted = flags.values.get('service-namespace');
    const services = meshServices(world).filter(({ namespace }) => !wanted || namespace === wanted);
    io.stdout.write(
      formatted(
        flags,
        () => servicesTable(services),
        () => services.map((service) => serviceData(world, service)),
      ),
    );
    return 0;
  },
};

/** ENDPOINTS are those that are healthy, of those that the service takes: one that isn't ready is none of them. */
export function servicesTable(services: readonly MeshService[]): string {
  const head = ['NAMESPACE', 'SERVICE NAME', 'SERVICE VIP', 'WAYPOINT', 'ENDPOINTS'];
  const rows = services.map((service) => {
    const { namespace, name, vips, endpoints, waypoint } = service;
    const healthy = endpoints.filter((endpoint) => endpoint.healthy).length;
    return [namespace, name, vips.join(','), waypointServiceName(waypoint), `${healthy}/${endpoints.length}`];
  });
  return table([head, ...rows]);
}

/** As ztunnel's own dump has it. */
function serviceData(world: World, service: MeshService): object {
  const network = clusterNetwork(world);
  const { waypoint } = service;
  return {
    name: service.name,
    namespace: service.namespace,
    hostname: service.hostname,
    vips: service.vips.map((vip) => `${network}/${vip}`),
    ports: Object.fromEntries(service.ports.map(({ number }) => [number, targetOf(service, number)])),
    ...(waypoint.kind === 'bound'
      ? { waypoint: { destination: `${network}/${waypoint.waypoint.address}` } }
      : {}),
    endpoints: Object.fromEntries(
      service.endpoints.map((endpoint) => endpointData(world, service, endpoint)),
    ),
    ipFamilies: service.vips.some((vip) => vip.includes(':')) ? 'Dual' : 'IPv4',
  };
}

const targetOf = ({ endpoints }: MeshService, port: number): number => endpoints[0]?.ports[port] ?? port;

function endpointData(
  world: World,
  { namespace, hostname }: MeshService,
  endpoint: MeshEndpoint,
): [string, object] {
  const workloadUid = uidOf(world, endpoint);
  const service = `${namespace}/${hostname}`;
  return [
    workloadUid,
    { workloadUid, service, port: endpoint.ports, status: endpoint.healthy ? 'Healthy' : 'Unhealthy' },
  ];
}

function uidOf(world: World, endpoint: MeshEndpoint): string {
  switch (endpoint.kind) {
    case 'pod':
      return `${world.cluster}//Pod/${endpoint.pod.metadata.namespace}/${endpoint.pod.metadata.name}`;
    case 'remote':
      return `${endpoint.cluster}/networking.istio.io/WorkloadEntry/${endpoint.name}`;
    case 'external':
      return `${world.cluster}/networking.istio.io/ServiceEntry/${endpoint.address}`;
    default:
      return endpoint satisfies never;
  }
}
