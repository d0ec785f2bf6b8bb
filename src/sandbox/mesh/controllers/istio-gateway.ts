import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { meshEnv } from '../credentials.ts';
import { trustDomain } from '../enrolment.ts';
import { images } from '../images.ts';
import { hasMulticlusterLicence } from '../licence.ts';
import { networkOf, peerBehind } from '../network.ts';
import type { Condition, GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';
import { hasIstiod } from './control-plane.ts';
import { listenerStatuses } from './listener-status.ts';
import { deployProxy } from './proxy-deploy.ts';
import type { ProxyPlan } from './proxy-plan.ts';

/** Gateways of istiod's classes. Its ingress class isn't simulated, and says so. */
export const istioGateway: Controller = {
  name: 'istio-gateway-controller',
  watches: [
    resources.gateways,
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
    switch (gateway.spec?.gatewayClassName) {
      case 'istio-eastwest':
        deploy(world, key, gateway, eastWest(world, gateway));
        break;
      case 'istio-waypoint':
        deploy(world, key, gateway, waypoint(world, gateway));
        break;
      case 'istio-remote':
        link(world, key, gateway);
        break;
      case 'istio':
        refuse(world, key, gateway);
    }
    return undefined;
  },
};

const say = (
  { metadata: { generation } }: GatewayObject,
  type: string,
  status: boolean,
  reason: string,
  message: string,
): Condition => condition(type, status, { reason, message, generation });

function deploy(world: World, key: ObjectKey, gateway: GatewayObject, plan: ProxyPlan): void {
  const { addresses, hasPod } = deployProxy(world, plan);
  const port = plan.ports.find(({ name }) => name !== statusPort.name)?.port;
  const programmed = addresses.length > 0 && hasPod;
  const waiting = `Assigned to service(s) ${key.name}.${key.namespace}.svc.cluster.local, but failed to assign to all requested addresses`;
  const conditions = [
    say(gateway, 'Accepted', true, 'Accepted', 'Resource accepted'),
    programmed
      ? say(
          gateway,
          'Programmed',
          true,
          'Programmed',
          `Resource programmed, assigned to service(s) ${key.name}.${key.namespace}.svc.cluster.local:${port}`,
        )
      : say(gateway, 'Programmed', false, 'AddressNotAssigned', waiting),
  ];
  const rules = { protocols: ['HBONE', 'HTTP', 'TLS', 'TCP'], programmed };
  writeStatus(world, key, {
    ...(programmed ? { addresses } : {}),
    conditions: mergeConditions(world, gateway.status?.conditions, conditions),
    listeners: listenerStatuses(world, gateway, rules),
  });
}

const common = (world: World, gateway: GatewayObject) => ({
  gateway,
  container: 'istio-proxy',
  env: {
    [meshEnv.address]: 'https://istiod.istio-system.svc:15012',
    [meshEnv.clusterId]: world.cluster,
    [meshEnv.trustDomain]: trustDomain,
    [meshEnv.network]: networkOf(world, gateway),
  },
  podLabels: { 'istio.io/dataplane-mode': 'none', 'networking.istio.io/tunnel': 'http' },
  configured: false,
  probed: false,
});

const statusPort = { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' } as const;

const eastWest = (world: World, gateway: GatewayObject): ProxyPlan => ({
  ...common(world, gateway),
  image: images.ztunnel,
  serviceType: 'LoadBalancer',
  ports: [
    statusPort,
    ...(gateway.spec?.listeners ?? []).map(({ name, port }) => ({
      name,
      port,
      targetPort: port,
      protocol: 'TCP',
    })),
  ],
  managedBy: 'istio.io-eastwest-controller',
});

const waypoint = (world: World, gateway: GatewayObject): ProxyPlan => ({
  ...common(world, gateway),
  image: images.istioProxy,
  serviceType: 'ClusterIP',
  ports: [
    statusPort,
    { name: 'mesh', port: 15008, targetPort: 15008, protocol: 'TCP', appProtocol: 'hbone' },
  ],
  managedBy: 'istio.io-mesh-controller',
});

/** A remote Gateway stands for another cluster's; whether that can be reached is part of its status. */
function link(world: World, key: ObjectKey, gateway: GatewayObject): void {
  const peer = hasMulticlusterLicence(world) ? peerBehind(world, announced(gateway)) : undefined;
  const network = gateway.metadata.labels?.['topology.istio.io/network'] ?? '';
  const conditions = [
    say(gateway, 'Accepted', true, 'Accepted', 'Resource accepted'),
    say(gateway, 'Programmed', true, 'Programmed', 'This Gateway is remote; Istio will not program it'),
    peer
      ? say(gateway, 'gloo.solo.io/PeeringSucceeded', true, 'Programmed', '')
      : say(
          gateway,
          'gloo.solo.io/PeeringSucceeded',
          false,
          'NotConnected',
          `no connection to network "${network}"`,
        ),
    peer
      ? say(
          gateway,
          'gloo.solo.io/PeerConnected',
          true,
          'Connected',
          `Connected to remote network "${network}"`,
        )
      : say(
          gateway,
          'gloo.solo.io/PeerConnected',
          false,
          'Disconnected',
          `Disconnected from remote network "${network}"`,
        ),
  ];
  writeStatus(world, key, {
    addresses: gateway.spec?.addresses ?? [],
    conditions: mergeConditions(world, gateway.status?.conditions, conditions),
    listeners: listenerStatuses(world, gateway, { protocols: ['HBONE', 'TLS'], programmed: true }),
  });
}

/** As it will be once its status says what its spec does. */
const announced = (gateway: GatewayObject): GatewayObject => ({
  ...gateway,
  status: { ...gateway.status, addresses: gateway.spec?.addresses ?? [] },
});

function refuse(world: World, key: ObjectKey, gateway: GatewayObject): void {
  const message = 'sandbox: Gateways of class "istio" are not simulated';
  const refused = say(gateway, 'Accepted', false, 'NotSimulated', message);
  writeStatus(world, key, { conditions: mergeConditions(world, gateway.status?.conditions, [refused]) });
}
