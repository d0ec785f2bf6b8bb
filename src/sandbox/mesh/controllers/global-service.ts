import type { Controller } from '../../controllers/controller.ts';
import { ensure } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { globalEntryName, globalHost, globalServices, scopeLabel } from '../global.ts';
import type { GlobalService } from '../model.ts';
import type { ServiceEntryObject, ServiceObject } from '../objects.ts';
import { labelOf, resources, rootNamespace } from '../resources.ts';
import { hasIstiod } from './control-plane.ts';

const everything = { resource: resources.serviceEntries, namespace: rootNamespace, name: '*' };

/**
 * Keeps a ServiceEntry for every service that this cluster or a connected one shares, and takes it away when nobody
 * does any more.
 */
export const globalService: Controller = {
  name: 'peering-controller',
  watches: [
    resources.services,
    resources.serviceEntries,
    resources.namespaces,
    resources.gateways,
    resources.secrets,
    resources.deployments,
  ],
  watchesPeers: [resources.services, resources.namespaces, resources.gateways, resources.pods],
  enqueue: () => [everything],
  delay: 1,
  reconcile(_key, world) {
    if (!hasIstiod(world)) return undefined;
    const services = globalServices(world);
    for (const shared of services) ensure(world, resources.serviceEntries, entryFor(shared));
    const names = services.map(({ namespace, name }) => globalEntryName(namespace, name));
    for (const entry of generatedEntries(world))
      if (!names.includes(entry.metadata.name))
        world.store.remove({ ...everything, name: entry.metadata.name });
    return undefined;
  },
};

const generatedEntries = (world: World): readonly ServiceEntryObject[] =>
  world.store.list<ServiceEntryObject>(resources.serviceEntries, {
    namespace: rootNamespace,
    where: (entry) =>
      labelOf(entry, scopeLabel) === 'global' && labelOf(entry, 'solo.io/parent-service') !== undefined,
  });

/** Ports and selector are those of the first cluster that shares the service, this one before others. */
function entryFor({ namespace, name, members }: GlobalService): ServiceEntryObject {
  const service = members[0]?.service as ServiceObject | undefined;
  const annotation = 'networking.istio.io/traffic-distribution';
  const distribution = service?.metadata.annotations?.[annotation] ?? 'PreferNetwork';
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: {
      name: globalEntryName(namespace, name),
      namespace: rootNamespace,
      labels: {
        'solo.io/parent-service': name,
        'solo.io/parent-service-namespace': namespace,
        [scopeLabel]: 'global',
      },
      annotations: { [annotation]: distribution },
    },
    spec: {
      hosts: [globalHost(namespace, name)],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: (service?.spec?.ports ?? []).map((port) => ({
        number: port.port,
        name: port.name ?? `port-${port.port}`,
        protocol: (port.appProtocol ?? port.name ?? 'TCP').split('-')[0]?.toUpperCase() ?? 'TCP',
        ...(typeof port.targetPort === 'number' ? { targetPort: port.targetPort } : {}),
      })),
      ...(service?.spec?.selector ? { workloadSelector: { labels: service.spec.selector } } : {}),
    },
  };
}
