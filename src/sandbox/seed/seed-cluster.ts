import type { KubeObject } from '../apiserver/store/object.ts';
import { resourceName } from '../apiserver/store/object.ts';
import { timestamp } from '../apiserver/store/store.ts';
import { withoutEvents } from '../controllers/record-event.ts';
import { settle } from '../controllers/settle.ts';
import { withDefaults } from '../controllers/write.ts';
import { systemPriorityClasses } from '../kubernetes/priority-class/priority-class.ts';
import { bootstrapAccess } from '../kubernetes/rbac/bootstrap-objects.ts';
import type { World } from '../world.ts';
import { agentgatewaySystem } from './agentgateway-system.ts';
import { istioEastwest } from './istio-eastwest.ts';
import { istioSystem } from './istio-system.ts';
import { kubernetes } from './kubernetes.ts';
import { seedDefinitions } from './served-kinds.ts';

/**
 * Fills a cluster with what a standup of the platform leaves there: Kubernetes itself, MetalLB, Istio's ambient mesh
 * linked with the other clusters, and the enterprise agentgateway; all of it up and running. Workloads to try it on
 * there are none.
 */
export function seedCluster(world: World): void {
  const objects = [
    ...kubernetes(world),
    ...bootstrapAccess(),
    ...systemPriorityClasses(),
    ...istioSystem(world),
    ...istioEastwest(world),
    ...agentgatewaySystem(world),
  ];
  seedDefinitions(world.store, timestamp(world.clock.now()));
  for (const object of objects) put(world, object);
  const seeded = world.peers.filter(({ store }) => store.resources().length > 0);
  for (const cluster of [world, ...seeded]) withoutEvents(cluster, () => settle(cluster));
}

function put(world: World, object: KubeObject): void {
  const [group = '', version] = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')
    : ['', object.apiVersion];
  const kind = world.kinds.byKind(group, version, object.kind);
  if (!kind) throw new Error(`cannot seed a ${object.kind} of ${object.apiVersion}: the kind is not served`);
  const resource = resourceName(kind.group, kind.plural);
  const defaulted = withDefaults(world, resource, object);
  world.store.create(resource, kind.prepare?.(defaulted) ?? defaulted);
}
