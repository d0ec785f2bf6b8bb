import { identityOf, isFinished, isReady, protocolOf, trustDomain } from '../../mesh/enrolment.ts';
import type { MeshEndpoint } from '../../mesh/model.ts';
import { networkOf } from '../../mesh/network.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { meshServices } from '../../mesh/registry.ts';
import { labelOf, resources } from '../../mesh/resources.ts';
import { waypointOf } from '../../mesh/waypoint.ts';
import type { World } from '../../world.ts';
import { formatted, outputFlag } from './output-format.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';
import { waypointServiceName } from './waypoint-name.ts';
import { requireZtunnel, targetFlags } from './ztunnel-target.ts';

/** What ztunnel knows about one place where traffic can end. */
type Workload = {
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly node: string;
  readonly waypoint: string;
  readonly protocol: 'HBONE' | 'TCP';
  readonly data: object;
};

/** `istioctl ztunnel-config workload` */
export const ztunnelWorkloads: Verb = {
  names: ['workload', 'workloads', 'w'],
  flags: [
    ...targetFlags,
    outputFlag,
    { name: 'workload-namespace', takes: 'value' },
    { name: 'workload-node', takes: 'value' },
    { name: 'address', takes: 'value' },
  ],
  run({ flags, io, world: worldOf }) {
    const world = worldOf();
    requireZtunnel(world, flags);
    const fits = (wanted: string | undefined, value: string): boolean => !wanted || wanted === value;
    const found = meshWorkloads(world).filter(
      ({ namespace, node, address }) =>
        fits(flags.values.get('workload-namespace'), namespace) &&
        fits(flags.values.get('workload-node'), node) &&
        fits(flags.values.get('address'), address),
    );
    io.stdout.write(
      formatted(
        flags,
        () => workloadsTable(found),
        () => found.map(({ data }) => data),
      ),
    );
    return 0;
  },
};

export function workloadsTable(workloads: readonly Workload[]): string {
  const head = ['NAMESPACE', 'POD NAME', 'ADDRESS', 'NODE', 'WAYPOINT', 'PROTOCOL'];
  const rows = workloads.map(({ namespace, name, address, node, waypoint, protocol }) => [
    namespace,
    name,
    address,
    node,
    waypoint,
    protocol,
  ]);
  return table([head, ...rows]);
}

/** Pods, and what services have besides, in the order of the table. */
export function meshWorkloads(world: World): readonly Workload[] {
  const pods = world.store
    .list<PodObject>(resources.pods)
    .filter((pod) => Boolean(pod.status?.podIP) && !isFinished(pod))
    .map((pod) => podWorkload(world, pod));
  const others = meshServices(world).flatMap(({ namespace, endpoints }) =>
    endpoints.flatMap((endpoint) => otherWorkload(namespace, endpoint)),
  );
  const once = new Map(
    [...pods, ...others].map((workload) => [`${workload.namespace}.${workload.name}`, workload]),
  );
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, workload]) => workload);
}

function podWorkload(world: World, pod: PodObject): Workload {
  const { name, namespace = '' } = pod.metadata;
  const binding = waypointOf(world, pod);
  const protocol = protocolOf(world, pod);
  const address = pod.status?.podIP ?? '';
  const node = pod.spec?.nodeName ?? '';
  const data = {
    uid: `${world.cluster}//Pod/${namespace}/${name}`,
    workloadIps: [address],
    ...(binding.kind === 'bound'
      ? { waypoint: { destination: `${binding.waypoint.network}/${binding.waypoint.address}` } }
      : {}),
    protocol,
    name,
    namespace,
    serviceAccount: identityOf(pod).split('/').at(-1),
    workloadName: workloadName(pod),
    workloadType: 'deployment',
    canonicalName: labelOf(pod, 'app') ?? name,
    canonicalRevision: labelOf(pod, 'version') ?? 'latest',
    clusterId: world.cluster,
    trustDomain,
    node,
    network: networkOf(world, pod),
    status: isReady(pod) ? 'Healthy' : 'Unhealthy',
  };
  return { namespace, name, address, node, waypoint: waypointServiceName(binding), protocol, data };
}

/** A pod of a Deployment bears its name, the hash of its template and five letters. */
function workloadName({ metadata: { name, ownerReferences = [] } }: PodObject): string {
  const [owner] = ownerReferences;
  if (!owner) return name;
  return owner.kind === 'ReplicaSet' ? owner.name.replace(/-[^-]+$/, '') : owner.name;
}

function otherWorkload(namespace: string, endpoint: MeshEndpoint): readonly Workload[] {
  if (endpoint.kind !== 'remote') return [];
  const { name, cluster, network, gateway } = endpoint;
  const data = {
    uid: `${cluster}/networking.istio.io/WorkloadEntry/${name}`,
    workloadIps: [],
    networkGateway: { destination: `${gateway.network}/${gateway.address}:${gateway.port}` },
    protocol: 'HBONE',
    name,
    namespace,
    clusterId: cluster,
    trustDomain,
    node: '',
    network,
    status: endpoint.healthy ? 'Healthy' : 'Unhealthy',
  };
  return [{ namespace, name, address: '', node: '', waypoint: 'None', protocol: 'HBONE', data }];
}
