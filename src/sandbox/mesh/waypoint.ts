import type { KubeObject } from '../apiserver/store/object.ts';
import { specSelector } from '../apiserver/store/selectors.ts';
import type { World } from '../world.ts';
import { credentialsOf } from './credentials.ts';
import { isReady } from './enrolment.ts';
import type { Waypoint, WaypointBinding } from './model.ts';
import { networkOf, podsOfGateway } from './network.ts';
import type { GatewayObject, Listener, NamespaceSelector, PodObject } from './objects.ts';
import { labelOf, namespaceLabel, namespaceOf, resources } from './resources.ts';

const useLabel = 'istio.io/use-waypoint';
const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';
const waypointClasses: Readonly<Record<string, Waypoint['proxy']>> = {
  'enterprise-agentgateway-waypoint': 'agentgateway',
  'istio-waypoint': 'envoy',
};

/** Whether Gateways of this class are waypoints. */
const isWaypointClass = (name: string | undefined): boolean => (name ?? '') in waypointClasses;

/**
 * Which waypoint traffic to a Service, ServiceEntry or pod goes through. Whatever keeps a waypoint from being bound
 * leaves the traffic to go direct.
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function waypointOf(world: World, object: KubeObject): WaypointBinding {
  const wanted = isGatewayOwned(world, object) ? undefined : wantedWaypoint(world, object);
  if (!wanted) return { kind: 'none' };
  const path = `${wanted.namespace}/${wanted.name}`;
  const gateway = world.store.get<GatewayObject>({ resource: resources.gateways, ...wanted });
  if (!gateway?.status?.addresses?.length)
    return refused(wanted, 'WaypointIsNotReady', `waypoint "${path}" is not ready`);
  if (!mayAttach(world, gateway, object.metadata.namespace ?? ''))
    return refused(
      wanted,
      'AttachmentDenied',
      `we are not permitted to attach to waypoint "${path}" (missing allowedRoutes?)`,
    );
  const traffic = object.kind === 'Pod' ? 'workload' : 'service';
  if (![traffic, 'all'].includes(trafficOf(world, gateway)))
    return refused(
      wanted,
      'UnsupportedTrafficType',
      `attempting to bind to traffic type "${traffic}" which the waypoint "${path}" does not support`,
    );
  return { kind: 'bound', waypoint: describe(world, gateway) };
}

/** The Gateway whose proxy runs in a pod. */
export const gatewayOfPod = (world: World, pod: PodObject): GatewayObject | undefined =>
  world.store.get<GatewayObject>({
    resource: resources.gateways,
    namespace: pod.metadata.namespace ?? '',
    name: labelOf(pod, gatewayNameLabel) ?? '',
  });

type Wanted = { readonly namespace: string; readonly name: string };

const refused = (
  gateway: Wanted,
  reason: (WaypointBinding & { kind: 'refused' })['reason'],
  message: string,
): WaypointBinding => ({ kind: 'refused', gateway, reason, message });

/** The object's own label wins over its namespace's; `none` is a way out. */
function wantedWaypoint(world: World, object: KubeObject): Wanted | undefined {
  const { namespace = '' } = object.metadata;
  const own = labelOf(object, useLabel);
  const name = own ?? namespaceLabel(world, namespace, useLabel);
  const scope = `${useLabel}-namespace`;
  const elsewhere = own === undefined ? namespaceLabel(world, namespace, scope) : labelOf(object, scope);
  return name && name !== 'none' ? { namespace: elsewhere ?? namespace, name } : undefined;
}

/** Waypoints and east-west gateways have no waypoint in front of them. */
function isGatewayOwned(world: World, object: KubeObject): boolean {
  const name = labelOf(object, gatewayNameLabel);
  const namespace = object.metadata.namespace ?? '';
  const gateway = name && world.store.get<GatewayObject>({ resource: resources.gateways, namespace, name });
  const gatewayClass = gateway ? gateway.spec?.gatewayClassName : undefined;
  return gatewayClass === 'istio-eastwest' || isWaypointClass(gatewayClass);
}

function trafficOf(world: World, gateway: GatewayObject): string {
  const label = 'istio.io/waypoint-for';
  const name = gateway.spec?.gatewayClassName ?? '';
  const gatewayClass = world.store.get({ resource: resources.gatewayClasses, namespace: '', name });
  return labelOf(gateway, label) ?? (gatewayClass && labelOf(gatewayClass, label)) ?? 'service';
}

/** The listener that stands for what comes in over HBONE says who may attach; without one, its own namespace. */
function mayAttach(world: World, gateway: GatewayObject, namespace: string): boolean {
  const inbound = (gateway.spec?.listeners ?? []).filter((listener) => isInbound(gateway, listener));
  const rules = inbound.map((listener) => listener.allowedRoutes?.namespaces);
  return (rules.length ? rules : [undefined]).some((rule) =>
    allowsNamespace(world, gateway, rule, namespace),
  );
}

/** agentgateway's waypoint class takes what comes in on 15088 as well. */
const isInbound = ({ spec }: GatewayObject, { port, protocol }: Listener): boolean =>
  (port === 15008 && protocol === 'HBONE') ||
  (port === 15088 && spec?.gatewayClassName === 'enterprise-agentgateway-waypoint');

/** Whether a listener's `allowedRoutes.namespaces` lets in objects of a namespace. */
export function allowsNamespace(
  world: World,
  gateway: GatewayObject,
  rule: NamespaceSelector | undefined,
  namespace: string,
): boolean {
  const from = rule?.from ?? 'Same';
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.metadata.namespace;
  const found = namespaceOf(world, namespace);
  return from === 'Selector' && found !== undefined && specSelector(rule?.selector)(found);
}

function describe(world: World, gateway: GatewayObject): Waypoint {
  const { gatewayClassName = '' } = gateway.spec ?? {};
  const pods = podsOfGateway(world, gateway);
  return {
    gateway,
    proxy: waypointClasses[gatewayClassName] ?? 'agentgateway',
    address: gateway.status?.addresses?.[0]?.value ?? '',
    network: networkOf(world, pods[0] ?? gateway),
    pods,
    healthy: isWaypointClass(gatewayClassName) && pods.some(isReady),
    credentials: credentialsOf(world, gateway),
  };
}
