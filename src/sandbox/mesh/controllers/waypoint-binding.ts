import type { KubeObject } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import type { Condition, ServiceEntryObject, ServiceObject } from '../objects.ts';
import { labelOf, resources } from '../resources.ts';
import { waypointOf } from '../waypoint.ts';
import { hasIstiod } from './control-plane.ts';

const bound = 'istio.io/WaypointBound';
const missing = 'istio.io/WaypointMissing';

/**
 * Says on Services and ServiceEntries whether the waypoint that they ask for is in their way. These
 * conditions name no generation, as Services have none.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/model/service.go
 */
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
    const before = object.status?.conditions;
    const wanted = conditionsOf(world, object);
    const conditions = mergeConditions(world, before, wanted, [bound, missing]);
    if (conditions.length || before?.length) writeStatus(world, key, { conditions });
    return undefined;
  },
};

function conditionsOf(world: World, object: ServiceObject | ServiceEntryObject): readonly Condition[] {
  const binding = waypointOf(world, object);
  if (binding.kind === 'bound') {
    const { namespace, name } = binding.waypoint.gateway.metadata;
    const message = `Successfully attached to waypoint ${namespace}/${name}${ingressHint(object)}`;
    return [condition(bound, true, { reason: 'WaypointAccepted', message })];
  }
  const refused =
    binding.kind === 'refused'
      ? [condition(bound, false, { reason: binding.reason, message: binding.message })]
      : [];
  return isWildcardEntry(object) ? [...refused, unreachable] : refused;
}

function ingressHint(object: KubeObject): string {
  const label = labelOf(object, 'istio.io/ingress-use-waypoint');
  if (label === undefined) return '';
  return label.toLowerCase() === 'true'
    ? '. Ingress traffic will traverse the waypoint'
    : '. Ingress traffic is not using the waypoint, set the istio.io/ingress-use-waypoint label to true if desired.';
}

/** Nobody but a waypoint can find out which host of a wildcard is meant. */
const unreachable = condition(missing, true, {
  reason: 'NoWaypointForWildcardService',
  message: 'ServiceEntry will not apply until it is bound to a valid waypoint.',
});

const isWildcardEntry = (object: ServiceObject | ServiceEntryObject): boolean =>
  ((object as ServiceEntryObject).spec?.hosts ?? []).some((host) => host.startsWith('*'));
