import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { images } from '../images.ts';
import type { Condition, GatewayAddress, GatewayClassObject, GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';
import { type Parameters, parametersOf } from './agentgateway-parameters.ts';
import { type AgentgatewayClass, agentgatewayProxyObjects } from './agentgateway-proxy-objects.ts';
import { agentgatewayControllerName, hasAgentgatewayController } from './control-plane.ts';
import { type ListenerRules, listenerStatuses, listenersNotValid } from './listener-status.ts';
import { type Deployed, deployProxy, externalAddresses } from './proxy-deploy.ts';

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
  const deployed = deployProxy(
    world,
    agentgatewayProxyObjects(gateway, proxyClassOf(gateway), parameters.settings),
  );
  tell(world, gateway, addressesOf(deployed), { ...rules, programmed: isProgrammed(deployed) });
}

const isProgrammed = (deployed: Deployed): boolean => addressesOf(deployed).length > 0 && deployed.hasPod;

/** A load balancer's own address, once it has one; else the cluster's. */
function addressesOf({ service }: Deployed): readonly GatewayAddress[] {
  const { type, clusterIP } = service?.spec ?? {};
  const ips = type === 'LoadBalancer' ? externalAddresses(service) : [clusterIP].flatMap((ip) => ip ?? []);
  return ips.map((value) => ({ type: 'IPAddress', value }));
}

const proxyClassOf = (gateway: GatewayObject): AgentgatewayClass => ({
  image: images.agentgateway,
  serviceType: isWaypoint(gateway) ? 'ClusterIP' : 'LoadBalancer',
  ports: portsOf(gateway),
  tunnel: isWaypoint(gateway),
  xds: 'http://enterprise-agentgateway.agentgateway-system.svc.cluster.local:9978',
});

/** One port for all listeners that share it; waypoints always take HBONE. */
function portsOf(gateway: GatewayObject): readonly number[] {
  const declared = (gateway.spec?.listeners ?? []).map(({ port }) => port);
  return [...new Set(isWaypoint(gateway) ? [...declared, 15_008] : declared)];
}

function tell(
  world: World,
  gateway: GatewayObject,
  addresses: readonly GatewayAddress[],
  rules: ListenerRules,
): void {
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
