import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { hasMulticlusterLicence } from './licence.ts';
import type { GlobalService } from './model.ts';
import { connectedPeers } from './network.ts';
import type { ServiceObject } from './objects.ts';
import { labelOf, namespaceLabel, resources } from './resources.ts';

export const scopeLabel = 'solo.io/service-scope';
const takeoverLabel = 'solo.io/service-takeover';

/** Name of the ServiceEntry that stands for a global service in each cluster that knows of it. */
export const globalEntryName = (namespace: string, service: string): string =>
  `autogen.${namespace}.${service}`;

export const globalHost = (namespace: string, service: string): string =>
  `${service}.${namespace}.mesh.internal`;

/** How far a Service is shared: its own label, else its namespace's. */
const scopeOf = (world: World, service: KubeObject): string =>
  labelOf(service, scopeLabel) ?? namespaceLabel(world, service.metadata.namespace, scopeLabel) ?? 'cluster';

/** Whether other clusters may learn of a Service. */
export const isShared = (world: World, service: KubeObject): boolean =>
  ['global', 'global-only'].includes(scopeOf(world, service));

/** Whether the Service's own name reaches the other clusters too. */
export const takesOver = (world: World, service: KubeObject): boolean =>
  scopeOf(world, service) === 'global-only' ||
  (isShared(world, service) && labelOf(service, takeoverLabel) === 'true');

/** Every service that this cluster or a connected one shares, in the order of its names; none without a licence. */
export function globalServices(world: World): readonly GlobalService[] {
  if (!hasMulticlusterLicence(world)) return [];
  const members = [world, ...connectedPeers(world)].flatMap((member) =>
    sharedServices(member).map((service) => ({ world: member, service })),
  );
  const paths = new Set(members.map(({ service }) => pathOf(service)));
  return [...paths].sort().map((path) =>
    describe(
      path,
      members.filter(({ service }) => pathOf(service) === path),
    ),
  );
}

const pathOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;

const sharedServices = (world: World): readonly ServiceObject[] =>
  world.store.list<ServiceObject>(resources.services, { where: (service) => isShared(world, service) });

function describe(path: string, members: GlobalService['members']): GlobalService {
  const [namespace = '', name = ''] = path.split('/');
  const clusters = members.map(({ world }) => world.cluster);
  return { namespace, name, hostname: globalHost(namespace, name), clusters, members };
}
