import type { World } from '../world.ts';
import { attach, sharedHostnames } from './attachment.ts';
import { backendOf, placeOf } from './backends.ts';
import type { AttachedRule, MeshService, Waypoint } from './model.ts';
import type { GatewayObject, HttpRouteObject, Listener } from './objects.ts';
import { requestRoutes } from './request-routes.ts';
import { byPrecedence } from './route-order.ts';
import { ageOf, virtualRoutes } from './virtual/routes.ts';

/** A route as it is attached somewhere, one for each host name it then answers to. */
type Place = Pick<AttachedRule, 'hostname' | 'listener'>;

/**
 * Rules that the waypoint of a service follows for one of its ports: those of routes in the service's own namespace.
 * Host names of such routes don't count.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 */
export const routesOfService = (world: World, { key }: MeshService, port: number): readonly AttachedRule[] =>
  rulesOf(world, (route) =>
    attachments(world, route).some(
      (attachment) =>
        attachment.kind === 'service' &&
        route.metadata.namespace === key.namespace &&
        attachment.service.key.resource === key.resource &&
        attachment.service.key.namespace === key.namespace &&
        attachment.service.key.name === key.name &&
        (attachment.port ?? port) === port,
    )
      ? [{}]
      : [],
  );

/** Rules of the routes on one of a Gateway's listeners. */
export const routesOfListener = (
  world: World,
  gateway: GatewayObject,
  { name }: Listener,
): readonly AttachedRule[] =>
  rulesOf(world, (route) =>
    attachments(world, route).flatMap((attachment) => {
      if (attachment.kind !== 'listeners' || attachment.gateway.metadata.uid !== gateway.metadata.uid)
        return [];
      const own = attachment.listeners.find((listener) => listener.name === name);
      if (!own) return [];
      return sharedHostnames(own.hostname, route.spec?.hostnames ?? []).map((shared) => ({
        listener: name,
        ...(shared ? { hostname: shared } : {}),
      }));
    }),
  );

/**
 * Rules that a waypoint follows for one port of a service. Envoy's knows VirtualServices too; what is older goes
 * first, all routes of the Gateway API being as old as their first.
 */
export function routesAtWaypoint(
  world: World,
  { proxy, gateway }: Waypoint,
  service: MeshService,
  port: number,
): readonly AttachedRule[] {
  const rules = routesOfService(world, service, port);
  if (proxy !== 'envoy') return rules;
  const [since] = rules.map(({ route }) => ageOf(route)).sort();
  return [
    ...virtualRoutes({ world, gateway, service, port }),
    ...(since === undefined ? [] : [{ since, rules }]),
  ]
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .flatMap((routes) => routes.rules);
}

const attachments = (world: World, route: HttpRouteObject) =>
  (route.spec?.parentRefs ?? []).map((ref) => attach(world, route, ref));

function rulesOf(
  world: World,
  places: (route: HttpRouteObject) => readonly Place[],
): readonly AttachedRule[] {
  return requestRoutes(world)
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .flatMap((route) => places(route).flatMap((place) => rulesAt(world, route, place)))
    .sort(byPrecedence);
}

/** A rule without matches takes everything. */
const rulesAt = (world: World, route: HttpRouteObject, place: Place): readonly AttachedRule[] =>
  (route.spec?.rules ?? []).flatMap((rule, index) => {
    const name = rule.name ?? `${route.metadata.namespace}.${route.metadata.name}.${index}`;
    const backends = (rule.backendRefs ?? []).map((ref) => backendOf(world, route, ref, placeOf(place)));
    const matches = rule.matches?.length ? rule.matches : [{}];
    return matches.map((match) => ({ ...place, route, rule, match, backends, name }));
  });
