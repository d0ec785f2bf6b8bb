import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { Condition, ServiceEntryObject, ServiceObject } from '../objects.ts';
import { resources } from '../resources.ts';
import { waypointOf } from '../waypoint.ts';
import { hasIstiod } from './control-plane.ts';

const type = 'istio.io/WaypointBound';

/** Says on Services and ServiceEntries whether the waypoint that they ask for is in their way. */
export const waypointBinding: Controller = {
  name: 'waypoint-binding-controller',
  watches: [
    resources.services,
    resources.serviceEntries,
    resources.namespaces,
    resources.gateways,
    resources.gatewayClasses,
    resources.deployments,
  ],
  enqueue: (changed, world) =>
    [resources.services, resources.serviceEntries].some((resource) => resource === changed.resource)
      ? [changed]
      : [...keysOf(world, resources.services), ...keysOf(world, resources.serviceEntries)],
  delay: 0.3,
  reconcile(key, world) {
    const object = world.store.get<ServiceObject | ServiceEntryObject>(key);
    if (!object || object.metadata.deletionTimestamp || !hasIstiod(world)) return undefined;
    const binding = waypointOf(world, object);
    const before = object.status?.conditions;
    const { generation } = object.metadata;
    const wanted: readonly Condition[] =
      binding.kind === 'none'
        ? []
        : [
            binding.kind === 'bound'
              ? condition(type, true, {
                  reason: 'WaypointAccepted',
                  message: `Successfully attached to waypoint ${binding.waypoint.gateway.metadata.namespace}/${binding.waypoint.gateway.metadata.name}`,
                  generation,
                })
              : condition(type, false, { reason: binding.reason, message: binding.message, generation }),
          ];
    const conditions = mergeConditions(world, before, wanted, [type]);
    if (conditions.length || before?.length) writeStatus(world, key, { conditions });
    return undefined;
  },
};
