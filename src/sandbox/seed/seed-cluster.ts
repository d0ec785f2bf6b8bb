import type { KubeObject } from '../apiserver/store/object.ts';
import { resourceName } from '../apiserver/store/object.ts';
import { timestamp } from '../apiserver/store/store.ts';
import { withoutEvents } from '../controllers/record-event.ts';
import { type Changes, followChanges, type Turn } from '../controllers/settle.ts';
import { withDefaults } from '../controllers/write.ts';
import { systemPriorityClasses } from '../kubernetes/priority-class/priority-class.ts';
import { bootstrapAccess } from '../kubernetes/rbac/bootstrap-objects.ts';
import type { World } from '../world.ts';
import { agentgatewaySystem } from './agentgateway-system.ts';
import { istioEastwest } from './istio-eastwest.ts';
import { istioSystem } from './istio-system.ts';
import { kubernetes } from './kubernetes.ts';
import { seedDefinitions } from './served-kinds.ts';

/** A cluster that has come to rest, and what its controllers want to look at again later. */
type Seeded = { readonly world: World; readonly later: readonly Turn[] };

/**
 * Fills clusters with what a standup of the platform leaves there: Kubernetes itself, MetalLB, Istio's ambient mesh
 * linked with the other clusters, and the enterprise agentgateway; all of it up and running. Workloads to try it on
 * there are none. The clusters come up one after the other, and those that are up see what the next one brings.
 */
export function seedClusters(worlds: readonly World[]): readonly Seeded[] {
  const up: { readonly world: World; readonly changes: Changes }[] = [];
  try {
    for (const world of worlds) {
      putAll(world);
      up.unshift({ world, changes: followChanges(world) });
      for (const { world: cluster, changes } of up) withoutEvents(cluster, () => changes.settle());
    }
    return up.reverse().map(({ world, changes }) => ({ world, later: changes.later() }));
  } finally {
    for (const { changes } of up) changes.stop();
  }
}

function putAll(world: World): void {
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
