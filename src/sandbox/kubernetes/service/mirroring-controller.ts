import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import type { Controller } from '../../controllers/controller.ts';
import { ensure } from '../../controllers/write.ts';
import type { ServiceObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { randomSuffix } from '../workload/generated-names.ts';
import { controlled, controllerReference } from '../workload/owned.ts';

/** Endpoints that somebody made by hand for a Service without a selector, as the EndpointSlice that is looked at. */
export const endpointMirroring: Controller = {
  name: 'endpointslicemirroring-controller',
  watches: [resources.services, resources.endpoints],
  enqueue: ({ namespace, name }: ObjectKey) => [{ resource: resources.endpoints, namespace, name }],
  delay: 0.1,
  reconcile(key, world) {
    const endpoints = world.store.get(key);
    const service = world.store.get<ServiceObject>({ ...key, resource: resources.services });
    const made = endpoints && controlled(world, resources.endpointSlices, endpoints)[0];
    if (!endpoints || !service || service.spec?.selector || isOwnBusiness(world, endpoints)) {
      if (made) world.store.remove({ ...key, resource: resources.endpointSlices, name: made.metadata.name });
      return undefined;
    }
    mirror(world, endpoints, made?.metadata.name);
    return undefined;
  },
};

const skip = 'endpointslice.kubernetes.io/skip-mirror';

/** Who writes a slice as well says so, and that of the API server has its own. */
const isOwnBusiness = ({ store }: World, { metadata }: KubeObject): boolean =>
  metadata.labels?.[skip] === 'true' ||
  store.get({
    resource: resources.endpointSlices,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  }) !== undefined;

/** Each subset would have a slice of its own; their ports are those of the first. */
function mirror(world: World, endpoints: KubeObject, existing: string | undefined): void {
  const { name, namespace = '', labels } = endpoints.metadata;
  const subsets = listAt(endpoints, 'subsets');
  ensure(world, resources.endpointSlices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: existing ?? `${name}-${randomSuffix()}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [controllerReference(endpoints)],
    },
    addressType: 'IPv4',
    endpoints: subsets.flatMap((subset) => [
      ...listAt(subset, 'addresses').map((address) => endpointOf(address, true)),
      ...listAt(subset, 'notReadyAddresses').map((address) => endpointOf(address, false)),
    ]),
    ports: listAt(subsets[0], 'ports').map((port) => ({
      name: '',
      protocol: 'TCP',
      ...fieldsAt({ port }, 'port'),
    })),
  });
}

function endpointOf(address: unknown, ready: boolean): object {
  const [hostname, nodeName] = [textAt(address, 'hostname'), textAt(address, 'nodeName')];
  const targetRef = at(address, 'targetRef');
  return {
    addresses: [textAt(address, 'ip')],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  };
}
