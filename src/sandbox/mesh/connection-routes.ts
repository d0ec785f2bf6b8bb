import type { World } from '../world.ts';
import { covers, isAttached, sharedHostnames } from './attachment.ts';
import { backendOf } from './backends.ts';
import type { Backend } from './model.ts';
import type { GatewayObject, HttpRouteObject, Listener } from './objects.ts';

/**
 * Kinds of routes that look at connections. They aren't in the standard channel of the Gateway API 1.4: there are some
 * once somebody has applied their definitions.
 */
const kinds = ['tlsroutes.gateway.networking.k8s.io', 'tcproutes.gateway.networking.k8s.io'];

type ConnectionRoute = { readonly backends: readonly Backend[] };

/** The route that takes a connection to a listener: of the most specific host name, the oldest of those. */
export function connectionRoute(
  world: World,
  gateway: GatewayObject,
  listener: Listener,
  serverName: string,
): ConnectionRoute | undefined {
  const fitting = kinds
    .flatMap((resource) => world.store.list<HttpRouteObject>(resource))
    .flatMap((route) => {
      const shared = isAttached(world, route, gateway, listener)
        ? sharedHostnames(listener.hostname, route.spec?.hostnames ?? [])
        : [];
      return shared
        .filter((hostname) => !hostname || covers(hostname, serverName))
        .map((hostname = '') => ({ route, hostname }));
    });
  const [first] = fitting.sort(
    (a, b) => rank(b.hostname) - rank(a.hostname) || (age(a.route) < age(b.route) ? -1 : 1),
  );
  const [rule] = first?.route.spec?.rules ?? [];
  if (!first || !rule) return undefined;
  return { backends: (rule.backendRefs ?? []).map((ref) => backendOf(world, first.route, ref, 'gateway')) };
}

const rank = (hostname: string): number => hostname.length + (hostname.startsWith('*') ? 0 : 1000);

const age = ({ metadata }: HttpRouteObject): string =>
  `${metadata.creationTimestamp} ${metadata.namespace}/${metadata.name}`;
