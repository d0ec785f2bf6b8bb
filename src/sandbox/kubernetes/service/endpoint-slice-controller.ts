import { isEqual } from '../../apiserver/equal.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { sameNamespace } from '../../controllers/keys.ts';
import { ensure, withDefaults } from '../../controllers/write.ts';
import { namedPort, sliceController } from '../../mesh/endpoints.ts';
import { isFinished, isReady, isServing } from '../../mesh/enrolment.ts';
import { placeOfPod } from '../../mesh/locality.ts';
import type { PodObject, ServiceObject } from '../../mesh/objects.ts';
import { fitsLabels, resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { randomSuffix } from '../workload/generated-names.ts';
import { controlled, controllerReference } from '../workload/owned.ts';
import { changeTrigger } from './change-trigger.ts';

/** The addresses behind each Service that selects pods, as EndpointSlice and as the older Endpoints. */
export const endpointSlice: Controller = {
  name: 'endpointslice-controller',
  watches: [resources.services, resources.pods, resources.nodes],
  enqueue: sameNamespace(resources.services),
  delay: 0.1,
  reconcile(key, world) {
    const service = world.store.get<ServiceObject>(key);
    if (!service) {
      world.store.remove({ ...key, resource: resources.endpoints });
      return undefined;
    }
    if (!service.spec?.selector || service.metadata.deletionTimestamp) return undefined;
    const pods = world.store.list<PodObject>(resources.pods, {
      namespace: key.namespace,
      where: (pod) => fitsLabels(pod, service.spec?.selector) && hasAddress(pod as PodObject),
    });
    const annotations = changeTrigger(world, service, pods);
    writeSlice(world, service, { pods, annotations });
    writeEndpoints(world, service, { pods, annotations });
    return undefined;
  },
};

const hasAddress = (pod: PodObject): boolean => Boolean(pod.status?.podIP) && !isFinished(pod);

/** The pods behind a service, and what tells when they changed. */
type Behind = {
  readonly pods: readonly PodObject[];
  readonly annotations: Readonly<Record<string, string>>;
};

/** Writes what differs, and with it when that came about. */
function ensureWith(world: World, resource: string, { annotations }: Behind, wanted: KubeObject): void {
  const { metadata, ...content } = withDefaults(world, resource, wanted);
  const there = world.store.get(keyOf(resource, wanted));
  const isSame =
    there !== undefined &&
    isEqual(
      { ...there, metadata: undefined, status: undefined },
      { ...content, metadata: undefined, status: undefined },
    ) &&
    isEqual({ ...there.metadata.labels, ...metadata.labels }, there.metadata.labels);
  if (!isSame) ensure(world, resource, { ...wanted, metadata: { ...metadata, annotations } });
}

function writeSlice(world: World, service: ServiceObject, behind: Behind): void {
  const { pods } = behind;
  const { name, namespace = '', labels } = service.metadata;
  const existing = controlled(world, resources.endpointSlices, service)[0];
  ensureWith(world, resources.endpointSlices, behind, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: existing?.metadata.name ?? `${name}-${randomSuffix()}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by': sliceController,
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: pods.map((pod) => toEndpoint(world, service, pod)),
    ports: portsOf(service, pods),
  });
}

/** Whether clients are to be sent to a pod: one that isn't ready, or ends, only where the Service says so. */
const isPublished = ({ spec }: ServiceObject, pod: PodObject): boolean =>
  spec?.publishNotReadyAddresses === true || isReady(pod);

/** A Service that prefers what is close has hints for nodes, which zone each endpoint is for. */
function toEndpoint(world: World, service: ServiceObject, pod: PodObject): object {
  const { zone } = placeOfPod(world, pod);
  const isClose = service.spec?.trafficDistribution === 'PreferClose' && isPublished(service, pod);
  return {
    addresses: [pod.status?.podIP],
    conditions: {
      ready: isPublished(service, pod),
      serving: isServing(pod),
      terminating: pod.metadata.deletionTimestamp !== undefined,
    },
    ...(zone && isClose ? { hints: { forZones: [{ name: zone }] } } : {}),
    nodeName: pod.spec?.nodeName,
    targetRef: referenceTo(pod),
    ...(zone ? { zone } : {}),
  };
}

const referenceTo = ({ metadata }: PodObject): object => ({
  kind: 'Pod',
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
});

/** Named target ports are those of the first pod; pods that differ would get a slice of their own. */
function portsOf({ spec }: ServiceObject, pods: readonly PodObject[]): readonly object[] {
  return (spec?.ports ?? []).flatMap(({ name, port, targetPort, protocol = 'TCP', appProtocol }) => {
    const [pod] = pods;
    const number = typeof targetPort === 'string' ? pod && namedPort(pod, targetPort) : (targetPort ?? port);
    if (number === undefined) return [];
    return [{ name: name ?? '', port: number, protocol, ...(appProtocol ? { appProtocol } : {}) }];
  });
}

function writeEndpoints(world: World, service: ServiceObject, behind: Behind): void {
  const { pods } = behind;
  const { name, namespace = '', labels } = service.metadata;
  const address = (pod: PodObject): object => ({
    ip: pod.status?.podIP,
    nodeName: pod.spec?.nodeName,
    targetRef: referenceTo(pod),
  });
  const published = pods.filter((pod) => isPublished(service, pod));
  const ready = published.map(address);
  const unready = pods
    .filter((pod) => !published.includes(pod) && !pod.metadata.deletionTimestamp)
    .map(address);
  const ports = portsOf(service, pods);
  // Unlike a slice, Endpoints leave out pods that have none of the Service's ports by name.
  const hasPorts = ports.length > 0 || !service.spec?.ports?.length;
  const subset = {
    ...(ready.length ? { addresses: ready } : {}),
    ...(unready.length ? { notReadyAddresses: unready } : {}),
    ports,
  };
  ensureWith(world, resources.endpoints, behind, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name,
      namespace,
      labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    },
    subsets: hasPorts && (ready.length || unready.length) ? [subset] : [],
  });
}
