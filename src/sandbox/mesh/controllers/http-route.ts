import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { type Attachment, attach } from '../attachment.ts';
import { backendOf, mirrorOf } from '../backends.ts';
import type { GrpcRouteObject } from '../grpc-route-objects.ts';
import type {
  BackendRef,
  Condition,
  GatewayClassObject,
  GatewayObject,
  HttpRouteObject,
  ParentRef,
  RouteParentStatus,
  RouteRule,
} from '../objects.ts';
import { asHttp } from '../request-routes.ts';
import { labelOf, namespaceLabel, resources } from '../resources.ts';
import {
  agentgatewayControllerName,
  hasAgentgatewayController,
  hasIstiod,
  istiodControllerName,
} from './control-plane.ts';
import { istioControllers } from './gateway-class.ts';

/** Says to each parent of a route whether it took the route, and whether the route's backends are there. */
export const httpRoute: Controller = {
  name: 'httproute-controller',
  watches: [
    resources.httpRoutes,
    resources.grpcRoutes,
    resources.gateways,
    resources.gatewayClasses,
    resources.namespaces,
    resources.services,
    resources.serviceEntries,
    resources.referenceGrants,
    resources.deployments,
  ],
  enqueue: (_changed, world) => [
    ...keysOf(world, resources.httpRoutes),
    ...keysOf(world, resources.grpcRoutes),
  ],
  delay: 0.3,
  reconcile(key, world) {
    const route =
      key.resource === resources.grpcRoutes ? grpcRoute(world, key) : world.store.get<HttpRouteObject>(key);
    if (!route) return undefined;
    const parents = (route.spec?.parentRefs ?? []).flatMap((ref) => parentStatus(world, route, ref) ?? []);
    writeStatus(world, key, { parents });
    return undefined;
  },
};

function grpcRoute(world: World, key: ObjectKey): HttpRouteObject | undefined {
  const route = world.store.get<GrpcRouteObject>(key);
  return route && asHttp(route);
}

/** Nothing is said of a parent that isn't there, or that nobody is in charge of. */
function parentStatus(world: World, route: HttpRouteObject, ref: ParentRef): RouteParentStatus | undefined {
  const attachment = attach(world, route, ref);
  const controllerName = attachment.kind === 'missing' ? undefined : controllerOf(world, attachment);
  if (!controllerName) return undefined;
  const before = route.status?.parents?.find((parent) => isSameRef(parent.parentRef, ref));
  const isAgentgateway = controllerName === agentgatewayControllerName;
  const conditions = [
    accepted(route, attachment, isAgentgateway),
    resolvedRefs(world, route, attachment, isAgentgateway),
    ...(isAgentgateway ? [] : [resolvedWaypoints(world, route, ref, attachment)]),
  ];
  return {
    parentRef: ref,
    controllerName,
    conditions: mergeConditions(world, before?.conditions, conditions),
  };
}

/** Parents in the mesh are istiod's; Gateways are their class's. */
function controllerOf(world: World, attachment: Attachment): string | undefined {
  const gateway =
    attachment.kind === 'listeners' || attachment.kind === 'refused' ? attachment.gateway : undefined;
  if (!gateway) return hasIstiod(world) ? istiodControllerName : undefined;
  const controller = classOf(world, gateway)?.spec?.controllerName ?? '';
  if (controller === agentgatewayControllerName)
    return hasAgentgatewayController(world) ? controller : undefined;
  return istioControllers.includes(controller) && hasIstiod(world) ? istiodControllerName : undefined;
}

const classOf = (world: World, { spec }: GatewayObject): GatewayClassObject | undefined =>
  world.store.get<GatewayClassObject>({
    resource: resources.gatewayClasses,
    namespace: '',
    name: spec?.gatewayClassName ?? '',
  });

const isSameRef = (a: ParentRef, b: ParentRef): boolean =>
  (['group', 'kind', 'namespace', 'name', 'sectionName', 'port'] as const).every(
    (field) => a[field] === b[field],
  );

function accepted({ metadata }: HttpRouteObject, attachment: Attachment, isAgentgateway: boolean): Condition {
  const { generation } = metadata;
  if (attachment.kind === 'refused') {
    const { reason, message } = attachment;
    return condition('Accepted', false, { reason, message, generation });
  }
  const message = isAgentgateway ? 'Successfully accepted Route' : 'Route was valid';
  return condition('Accepted', true, { reason: 'Accepted', message, generation });
}

/** All that a rule sends requests to, copies of them included. */
function backendRefsOf({ backendRefs = [], filters = [] }: RouteRule): readonly BackendRef[] {
  const all = [...filters, ...backendRefs.flatMap((ref) => ref.filters ?? [])];
  return [...backendRefs, ...all.flatMap((filter) => mirrorOf(filter)?.backendRef ?? [])];
}

/** A port that the backend hasn't is nobody's concern here. */
function resolvedRefs(
  world: World,
  route: HttpRouteObject,
  attachment: Attachment,
  isAgentgateway: boolean,
): Condition {
  const { generation } = route.metadata;
  const place = isOfGateway(attachment) ? 'gateway' : 'mesh';
  const problem = (route.spec?.rules ?? [])
    .flatMap(backendRefsOf)
    .map((ref) => backendOf(world, route, ref, place).target)
    .find((target) => target.kind === 'invalid' && target.reason !== 'PortNotFound');
  if (problem?.kind === 'invalid')
    return condition('ResolvedRefs', false, { reason: problem.reason, message: problem.message, generation });
  const message = isAgentgateway ? 'Successfully resolved all references' : 'All references resolved';
  return condition('ResolvedRefs', true, { reason: 'ResolvedRefs', message, generation });
}

const isOfGateway = (attachment: Attachment): boolean =>
  attachment.kind === 'listeners' || (attachment.kind === 'refused' && attachment.gateway !== undefined);

/**
 * A route of a Service is only followed by a waypoint. istiod says in the message alone that none is asked for; the
 * status is always True.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/config/kube/gateway/conditions.go
 */
function resolvedWaypoints(
  world: World,
  { metadata }: HttpRouteObject,
  ref: ParentRef,
  attachment: Attachment,
): Condition {
  const { generation } = metadata;
  const message = isOfGateway(attachment)
    ? resolved
    : waypointMessage(world, ref, ref.namespace ?? metadata.namespace ?? '');
  return condition('ResolvedWaypoints', true, { reason: 'ResolvedWaypoints', message, generation });
}

const resolved = 'All waypoints resolved';

function waypointMessage(world: World, { kind, name }: ParentRef, namespace: string): string {
  const resource = kind === 'ServiceEntry' ? resources.serviceEntries : resources.services;
  const parent = world.store.get({ resource, namespace, name });
  if (!parent) return 'parent not found';
  const label = 'istio.io/use-waypoint';
  const asks = (value = ''): boolean => value !== '' && value.toLowerCase() !== 'none';
  return asks(labelOf(parent, label)) || asks(namespaceLabel(world, namespace, label))
    ? resolved
    : 'istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected';
}
