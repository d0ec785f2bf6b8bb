import { credentialsOf } from '../mesh/credentials.ts';
import type { Waypoint } from '../mesh/model.ts';
import type { PodObject } from '../mesh/objects.ts';
import { routesOfListener } from '../mesh/routes.ts';
import { gatewayOfPod } from '../mesh/waypoint.ts';
import type { Peer } from '../workloads/runtime.ts';
import type { World } from '../world.ts';
import { type Answer, type Flow, failed, type Source } from './flow.ts';
import type { HttpRequest } from './message.ts';
import { type ProxyInstance, proxyHttp, type Target } from './proxy.ts';
import type { Switches } from './switches.ts';
import { throughWaypoint } from './waypoint.ts';

type ListenerRequest = {
  readonly world: World;
  /** The gateway's pod. */
  readonly pod: PodObject;
  readonly kind: Waypoint['proxy'];
  readonly port: number;
  readonly request: HttpRequest;
  readonly peer: Peer;
  readonly switches: Switches;
};

/** Whether a gateway's pod listens for HTTP on a port. */
export function hasListener(world: World, pod: PodObject, port: number): boolean {
  const listeners = gatewayOfPod(world, pod)?.spec?.listeners ?? [];
  return listeners.some((listener) => listener.port === port && listener.protocol === 'HTTP');
}

/** A request that comes in on a gateway's own listener, from outside the mesh or from a pod. */
export async function throughListener(incoming: ListenerRequest): Promise<Answer> {
  const { world, pod, kind, port, request, peer, switches } = incoming;
  const gateway = gatewayOfPod(world, pod);
  if (!gateway) return failed('reset', 'no gateway');
  const rules = routesOfListener(world, gateway, port);
  const credentials = credentialsOf(world, gateway);
  const proxy: ProxyInstance = {
    kind,
    gateway,
    pod,
    listener: gateway.spec?.listeners?.find((listener) => listener.port === port)?.name ?? '',
    ...(credentials.kind === 'valid' ? { identity: credentials.identity } : {}),
  };
  const source: Source = { ...peer, pod };
  return proxyHttp({
    flow: { world, source, request, tls: false, switches },
    proxy,
    rules,
    policies: [],
    detour: ingressWaypoint,
  });
}

/** Ingress traffic passes a service's waypoint by, unless the service asks for it. */
function ingressWaypoint(flow: Flow, { service, port }: Target): Promise<Answer> | undefined {
  if (!service.ingressUsesWaypoint || service.waypoint.kind !== 'bound') return undefined;
  return throughWaypoint(flow, service.waypoint.waypoint, service, port);
}
