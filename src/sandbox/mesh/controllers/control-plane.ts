import type { ObjectKey } from '../../apiserver/store/object.ts';
import type { DeploymentObject } from '../../kubernetes/workload/workload-objects.ts';
import type { World } from '../../world.ts';
import { resources, rootNamespace } from '../resources.ts';

const istiod = { resource: resources.deployments, namespace: rootNamespace, name: 'istiod-gloo' };

const agentgateway = {
  resource: resources.deployments,
  namespace: 'agentgateway-system',
  name: 'enterprise-agentgateway',
};

/** Whether istiod runs: without it nothing of the mesh changes any more. */
export const hasIstiod = (world: World): boolean => isReady(world, istiod);

/** Whether the controller of the agentgateway classes runs. */
export const hasAgentgatewayController = (world: World): boolean => isReady(world, agentgateway);

/** Whether an object is one of the Deployments that the above ask about. */
export const isControlPlane = ({ resource, namespace, name }: ObjectKey): boolean =>
  [istiod, agentgateway].some(
    (key) => key.resource === resource && key.namespace === namespace && key.name === name,
  );

const isReady = (world: World, key: typeof istiod | typeof agentgateway): boolean =>
  (world.store.get<DeploymentObject>(key)?.status?.readyReplicas ?? 0) > 0;

/** Of Istio's class of ways into the cluster; its name also stands in the status of routes. */
export const istiodControllerName = 'istio.io/gateway-controller';
/** Of Istio's class of waypoints. */
export const waypointControllerName = 'istio.io/mesh-controller';
/** Of Gateways that stand for those of other clusters. */
export const remoteControllerName = 'istio.io/unmanaged-gateway';
export const eastWestControllerName = 'istio.io/eastwest-controller';
export const agentgatewayControllerName = 'solo.io/enterprise-agentgateway';
