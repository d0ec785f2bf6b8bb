import { ipVersion } from '../../../apiserver/admission/ip-address.ts';
import type { KubeObject } from '../../../apiserver/store/object.ts';
import { isFinished, isReady, protocolOf, trustDomain } from '../../../mesh/enrolment.ts';
import type { MeshEndpoint, MeshService } from '../../../mesh/model.ts';
import { clusterNetwork, networkOf } from '../../../mesh/network.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { policiesAtPod } from '../../../mesh/policies.ts';
import { meshServices } from '../../../mesh/registry.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import { waypointOf } from '../../../mesh/waypoint.ts';
import type { World } from '../../../world.ts';
import { sliceOf } from './slice-of.ts';
import type { ZtunnelWorkload } from './structs.ts';

/**
 * Every place where traffic can end, by its uid: pods, what EndpointSlices and ServiceEntries name, and what other
 * clusters have behind their gateways.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/serviceregistry/kube/controller/ambient/workloads.go
 */
export function workloadData(world: World): readonly ZtunnelWorkload[] {
  const pods = world.store
    .list<PodObject>(resources.pods)
    .filter((pod) => Boolean(pod.status?.podIP) && !isFinished(pod))
    .map((pod) => podWorkload(world, pod));
  const others = meshServices(world).flatMap((service) =>
    service.endpoints.flatMap((endpoint) => otherWorkload(world, service, endpoint)),
  );
  const once = new Map([...pods, ...others].map((workload) => [workload.uid, workload]));
  return [...once.values()].sort((a, b) => (a.uid < b.uid ? -1 : 1));
}

/** What a service's endpoint leads to. */
export function uidOf(world: World, service: MeshService, endpoint: MeshEndpoint): string {
  switch (endpoint.kind) {
    case 'pod':
      return `${world.cluster}//Pod/${endpoint.pod.metadata.namespace}/${endpoint.pod.metadata.name}`;
    case 'remote':
      return `${endpoint.cluster}/networking.istio.io/WorkloadEntry/${endpoint.name}`;
    case 'external': {
      const { namespace, name } = service.key;
      if (service.origin !== 'Service')
        return `${world.cluster}/networking.istio.io/ServiceEntry/${namespace}/${name}/${endpoint.address}`;
      const slice = sliceOf(world, service, endpoint.address);
      return `${world.cluster}/discovery.k8s.io/EndpointSlice/${namespace}/${slice}/${endpoint.address}`;
    }
    default:
      return endpoint satisfies never;
  }
}

function podWorkload(world: World, pod: PodObject): ZtunnelWorkload & Readonly<Record<string, unknown>> {
  const { name, namespace = '' } = pod.metadata;
  const binding = waypointOf(world, pod);
  const workloadName = nameOfWorkload(pod);
  return {
    uid: `${world.cluster}//Pod/${namespace}/${name}`,
    workloadIps: [pod.status?.podIP ?? ''],
    ...(binding.kind === 'bound'
      ? { waypoint: { destination: `${binding.waypoint.network}/${binding.waypoint.address}` } }
      : {}),
    protocol: protocolOf(world, pod),
    name,
    namespace,
    serviceAccount: pod.spec?.serviceAccountName ?? 'default',
    workloadName,
    // Whatever owns it: istiod says so for ztunnels of old.
    workloadType: 'pod',
    canonicalName: canonical(pod, 'name', 'name', 'app') ?? workloadName,
    canonicalRevision: canonical(pod, 'revision', 'version', 'version') ?? 'latest',
    clusterId: world.cluster,
    trustDomain,
    locality: localityOf(world, pod),
    node: pod.spec?.nodeName ?? '',
    network: networkOf(world, pod),
    status: isReady(pod) ? 'Healthy' : 'Unhealthy',
    capacity: 1,
    authorizationPolicies: policiesAtPod(world, pod)
      .filter(({ scope }) => scope === 'WorkloadSelector')
      .map((policy) => `${policy.namespace}/${policy.name}`),
  };
}

/** @see https://github.com/istio/istio/blob/1.29.3/pkg/kube/labels/labels.go */
const canonical = (pod: PodObject, own: string, recommended: string, plain: string): string | undefined =>
  labelOf(pod, `service.istio.io/canonical-${own}`) ??
  labelOf(pod, `app.kubernetes.io/${recommended}`) ??
  labelOf(pod, plain);

/** A pod of a Deployment bears its name, the hash of its template and five letters. */
function nameOfWorkload({ metadata: { name, ownerReferences = [] } }: PodObject): string {
  const [owner] = ownerReferences;
  if (!owner) return name;
  return owner.kind === 'ReplicaSet' ? owner.name.replace(/-[^-]+$/, '') : owner.name;
}

/** Where the pod's node is. */
function localityOf(world: World, { spec }: PodObject): Readonly<Record<string, string>> {
  const name = spec?.nodeName ?? '';
  const node = world.store.get<KubeObject>({ resource: resources.nodes, namespace: '', name });
  const labels = {
    region: 'topology.kubernetes.io/region',
    zone: 'topology.kubernetes.io/zone',
    subzone: 'topology.istio.io/subzone',
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, label]) => {
      const value = node && labelOf(node, label);
      return value ? [[key, value]] : [];
    }),
  );
}

function otherWorkload(
  world: World,
  service: MeshService,
  endpoint: MeshEndpoint,
): readonly (ZtunnelWorkload & Readonly<Record<string, unknown>>)[] {
  if (endpoint.kind === 'pod') return [];
  const common = {
    uid: uidOf(world, service, endpoint),
    namespace: service.namespace,
    trustDomain,
    network: endpoint.network,
    status: endpoint.healthy ? 'Healthy' : 'Unhealthy',
    capacity: 1,
  };
  if (endpoint.kind === 'remote') {
    const { name, cluster: clusterId, gateway } = endpoint;
    const networkGateway = { destination: `${gateway.network}/${gateway.address}:${gateway.port}` };
    return [{ ...common, workloadIps: [], networkGateway, protocol: 'HBONE', name, clusterId }];
  }
  const { address } = endpoint;
  const place = ipVersion(address) > 0 ? { workloadIps: [address] } : { workloadIps: [], hostname: address };
  const { name } = service.key;
  const inSlice = service.origin === 'Service';
  return [
    {
      ...common,
      ...place,
      protocol: 'TCP',
      clusterId: world.cluster,
      network: inSlice ? clusterNetwork(world) : endpoint.network,
      ...(inSlice
        ? { name: sliceOf(world, service, address) }
        : {
            name,
            workloadName: name,
            workloadType: 'pod',
            canonicalName: name,
            canonicalRevision: 'latest',
          }),
    },
  ];
}
