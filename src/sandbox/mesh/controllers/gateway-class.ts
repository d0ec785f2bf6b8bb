import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { GatewayClassObject } from '../objects.ts';
import { resources } from '../resources.ts';
import {
  agentgatewayControllerName,
  eastWestControllerName,
  hasAgentgatewayController,
  hasIstiod,
  isControlPlane,
  istiodControllerName,
  remoteControllerName,
  waypointControllerName,
} from './control-plane.ts';

/** Classes of the controllers that are here are accepted; for all others nobody answers. */
export const gatewayClass: Controller = {
  name: 'gatewayclass-controller',
  watches: [resources.gatewayClasses, resources.deployments],
  // A class may have waited for its controller.
  enqueue: (changed, world) => {
    if (changed.resource === resources.gatewayClasses) return [changed];
    return isControlPlane(changed) ? keysOf(world, resources.gatewayClasses) : [];
  },
  delay: 0.5,
  reconcile(key, world) {
    const found = world.store.get<GatewayClassObject>(key);
    const controller = found?.spec?.controllerName ?? '';
    const isOurs = controller === agentgatewayControllerName && hasAgentgatewayController(world);
    const isIstios = istioControllers.includes(controller) && hasIstiod(world);
    if (!found || !(isOurs || isIstios)) return undefined;
    const message = isOurs ? 'Successfully accepted GatewayClass' : 'Handled by Istio controller';
    const generation = found.metadata.generation;
    const accepted = condition('Accepted', true, { reason: 'Accepted', message, generation });
    writeStatus(world, key, { conditions: mergeConditions(world, found.status?.conditions, [accepted]) });
    return undefined;
  },
};

/** Istio has a controller name for each of its kinds of gateway. */
export const istioControllers: readonly string[] = [
  istiodControllerName,
  waypointControllerName,
  remoteControllerName,
  eastWestControllerName,
];
