import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { images } from '../images.ts';
import type { Condition, GatewayClassObject, GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';
import type { ServicePort } from '../service-objects.ts';
import { type Parameters, parametersOf } from './agentgateway-parameters.ts';
import { agentgatewayControllerName, hasAgentgatewayController } from './control-plane.ts';
import { type ListenerRules, listenerStatuses, listenersNotValid } from './listener-status.ts';
import { type Deployed, deployProxy } from './proxy-deploy.ts';
import type { ProxyPlan } from './proxy-plan.ts';

const waypointClass = 'enterprise-agentgateway-waypoint';

/** Gateways of the enterprise agentgateway classes: an ingress, or a waypoint of the mesh. */
export const agentgateway: Controller = {
  name: 'agentgateway-controller',
  watches: [
    resources.gateways,
    resources.gatewayClasses,
    resources.agentgatewayParameters,
    resources.httpRoutes,
    resources.grpcRoutes,
    resources.secrets,
    resources.referenceGrants,
    resources.services,
    resources.deployments,
    resources.pods,
  ],
  enqueue: (_changed, world) => keysOf(world, resources.gateways),
  delay: 0.3,
  reconcile(key, world) {
    const gateway = world.store.get<GatewayObject>(key);
    if (!gateway || gateway.metadata.deletionTimestamp || !isOurs(world, gateway)) return undefined;
    const parameters = parametersOf(world, gateway);
    if (parameters.kind === 'invalid') refuse(world, gateway, 'InvalidParameters', parameters.message);
    else program(world, gateway, parameters);
    return undefined;
  },
};

function isOurs(world: World, { spec }: GatewayObject): boolean {
  const name = spec?.gatewayClassName ?? '';
  const found = world.store.get<GatewayClassObject>({
    resource: resources.gatewayClasses,
    namespace: '',
    name,
  });
  return found?.spec?.controllerName === agentgatewayControllerName && hasAgentgatewayController(world);
}

const isWaypoint = ({ spec }: GatewayObject): boolean => spec?.gatewayClassName === waypointClass;

const protocolsOf = (gateway: GatewayObject): readonly string[] =>
  isWaypoint(gateway) ? ['HBONE', 'HTTP', 'TCP', 'TLS'] : ['HTTP', 'HTTPS', 'TCP', 'TLS'];

function program(world: World, gateway: GatewayObject, parameters: Parameters & { kind: 'used' }): void {
  const rules = { protocols: protocolsOf(gateway), programmed: false };
  const invalid = listenersNotValid(world, gateway, rules);
  if (invalid && !invalid.accepted) {
    refuse(world, gateway, 'ListenersNotValid', invalid.message);
    return;
  }
  for (const field of parameters.ignored)
    recordEvent(world, gateway, {
      type: 'Warning',
      reason: 'NotSimulated',
      message: `sandbox: spec.${field} of EnterpriseAgentgatewayParameters is not simulated`,
      component: 'agentgateway-controller',
    });
  const deployed = deployProxy(world, planOf(gateway, parameters.env));
  tell(world, gateway, deployed, { ...rules, programmed: isProgrammed(deployed) });
}

const isProgrammed = ({ addresses, hasPod }: Deployed): boolean => addresses.length > 0 && hasPod;

function planOf(gateway: GatewayObject, env: ProxyPlan['env']): ProxyPlan {
  const waypoint = isWaypoint(gateway);
  return {
    gateway,
    container: 'agentgateway',
    image: images.agentgateway,
    serviceType: waypoint ? 'ClusterIP' : 'LoadBalancer',
    ports: portsOf(gateway),
    env,
    managedBy: 'agentgateway',
    podLabels: {
      'istio.io/dataplane-mode': 'none',
      ...(waypoint ? { 'networking.istio.io/tunnel': 'http' } : {}),
    },
    configured: true,
    probed: true,
  };
}

/** One port for all listeners that share it; waypoints always take HBONE. */
function portsOf(gateway: GatewayObject): readonly ServicePort[] {
  const declared = (gateway.spec?.listeners ?? []).map(({ port }) => port);
  const ports = [...new Set(isWaypoint(gateway) ? [...declared, 15008] : declared)];
  return ports.map((port) => ({ name: `listener-${port}`, port, targetPort: port, protocol: 'TCP' }));
}

function tell(world: World, gateway: GatewayObject, { addresses }: Deployed, rules: ListenerRules): void {
  const { generation } = gateway.metadata;
  const say = (type: string, status: boolean, reason: string, message: string): Condition =>
    condition(type, status, { reason, message, generation });
  const invalid = listenersNotValid(world, gateway, rules);
  const accepted = invalid
    ? say('Accepted', true, 'ListenersNotValid', invalid.message)
    : say('Accepted', true, 'Accepted', 'Successfully accepted Gateway');
  const programmed = say('Programmed', true, 'Programmed', 'Successfully programmed Gateway');
  const wanted = rules.programmed ? [accepted, programmed] : [accepted];
  writeStatus(world, keyOfGateway(gateway), {
    ...(addresses.length && rules.programmed ? { addresses } : {}),
    conditions: mergeConditions(world, gateway.status?.conditions, wanted),
    listeners: listenerStatuses(world, gateway, rules),
  });
}

function refuse(world: World, gateway: GatewayObject, reason: string, message: string): void {
  const { generation } = gateway.metadata;
  const refused = condition('Accepted', false, { reason, message, generation });
  writeStatus(world, keyOfGateway(gateway), {
    conditions: mergeConditions(world, gateway.status?.conditions, [refused]),
  });
}

const keyOfGateway = ({ metadata }: GatewayObject) => ({
  resource: resources.gateways,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});
