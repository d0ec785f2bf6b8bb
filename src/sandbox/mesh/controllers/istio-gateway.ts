import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { images } from '../images.ts';
import type { GatewayClassObject, GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';
import {
  eastWestControllerName,
  hasIstiod,
  istiodControllerName,
  remoteControllerName,
  waypointControllerName,
} from './control-plane.ts';
import {
  type AddressForm,
  addressesOf,
  gatewayConditions,
  listenerProblemOf,
} from './istio-gateway-status.ts';
import { type IstioProxyClass, istioProxyObjects } from './istio-proxy-objects.ts';
import { listenerStatuses } from './listener-status.ts';
import { deployProxy } from './proxy-deploy.ts';
import { link } from './remote-gateway.ts';

/** Gateways of istiod's classes. */
export const istioGateway: Controller = {
  name: 'istio-gateway-controller',
  watches: [
    resources.gateways,
    resources.gatewayClasses,
    resources.services,
    resources.deployments,
    resources.pods,
    resources.httpRoutes,
    resources.secrets,
  ],
  watchesPeers: [resources.gateways, resources.pods],
  enqueue: (_changed, world) => keysOf(world, resources.gateways),
  delay: 0.3,
  reconcile(key, world) {
    const gateway = world.store.get<GatewayObject>(key);
    if (!gateway || gateway.metadata.deletionTimestamp || !hasIstiod(world)) return undefined;
    const controller = controllerOf(world, gateway);
    if (controller === remoteControllerName) link(world, key, gateway);
    const found = classes[controller];
    const unknown = found && notSimulated(gateway);
    if (unknown) refuse(world, key, gateway, unknown);
    else if (found) deploy(world, key, gateway, controller, found);
    return undefined;
  },
};

const controllerOf = (world: World, { spec }: GatewayObject): string =>
  world.store.get<GatewayClassObject>({
    resource: resources.gatewayClasses,
    namespace: '',
    name: spec?.gatewayClassName ?? '',
  })?.spec?.controllerName ?? '';

/** What of a Gateway's spec nothing here looks at. */
function notSimulated({ spec }: GatewayObject): string | undefined {
  if (spec?.infrastructure?.parametersRef) return 'spec.infrastructure.parametersRef';
  const [first, ...others] = spec?.addresses ?? [];
  const isManaged = !first || (!others.length && (first.type ?? 'IPAddress') === 'IPAddress');
  return isManaged ? undefined : 'spec.addresses of a proxy that is already there';
}

function refuse(world: World, key: ObjectKey, gateway: GatewayObject, what: string): void {
  const { generation } = gateway.metadata;
  const message = `sandbox: ${what} is not simulated for Gateways of class "${gateway.spec?.gatewayClassName}"`;
  const refused = condition('Accepted', false, { reason: 'NotSimulated', message, generation });
  writeStatus(world, key, { conditions: mergeConditions(world, gateway.status?.conditions, [refused]) });
}

type GatewayKind = IstioProxyClass & { readonly addresses: AddressForm };

/**
 * What istiod does for the classes of each of its controllers.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/config/kube/gateway/deploymentcontroller.go
 */
const classes: Readonly<Record<string, GatewayKind>> = {
  [istiodControllerName]: {
    mode: 'router',
    image: images.istioProxy,
    serviceType: 'LoadBalancer',
    suffixed: true,
    managedBy: 'istio.io-gateway-controller',
    addresses: 'hostname',
  },
  [waypointControllerName]: {
    mode: 'waypoint',
    image: images.istioProxy,
    serviceType: 'ClusterIP',
    suffixed: false,
    managedBy: 'istio.io-mesh-controller',
    addresses: 'both',
  },
  [eastWestControllerName]: {
    mode: 'ztunnel',
    image: images.ztunnel,
    serviceType: 'LoadBalancer',
    suffixed: false,
    managedBy: 'istio.io-eastwest-controller',
    addresses: 'both',
  },
};

/** Once a Gateway has addresses, it keeps them. */
function deploy(
  world: World,
  key: ObjectKey,
  gateway: GatewayObject,
  controller: string,
  kind: GatewayKind,
): void {
  const deployed = deployProxy(world, istioProxyObjects(world, gateway, kind));
  const protocols = ['HBONE', 'HTTP', 'HTTPS', 'TLS', 'TCP'];
  const problem = listenerProblemOf(controller);
  const listeners = listenerStatuses(world, gateway, { protocols, problem, programmed: true });
  const conditions = gatewayConditions(gateway, deployed, listeners);
  const addresses = addressesOf(deployed, kind.addresses);
  writeStatus(world, key, {
    ...(addresses.length ? { addresses } : {}),
    conditions: mergeConditions(world, gateway.status?.conditions, conditions),
    listeners,
  });
}
