import { identityOf, isReady } from '../mesh/enrolment.ts';
import type { MeshService, Waypoint } from '../mesh/model.ts';
import { policiesAtWaypoint } from '../mesh/policies.ts';
import { jwtRulesAtWaypoint } from '../mesh/request-authentication.ts';
import { routesAtWaypoint } from '../mesh/routes.ts';
import { logsAtWaypoint } from '../mesh/telemetry.ts';
import { authorize } from './authorize.ts';
import { balance, pick } from './balance.ts';
import { type Answer, type Flow, failed, sourceOf } from './flow.ts';
import { endOf } from './network-policy.ts';
import { dropped, isDropped } from './packets.ts';
import { type ProxyInstance, proxyHttp } from './proxy.ts';
import { reachable } from './reachable.ts';
import { toEndpoint } from './to-endpoint.ts';
import { hbonePort } from './to-pod.ts';

/**
 * A waypoint's end of the tunnel. A proxy without a certificate that the mesh accepts can't take it, and the client's
 * connection is dropped.
 */
export async function throughWaypoint(
  flow: Flow,
  waypoint: Waypoint,
  service: MeshService,
  port: number,
): Promise<Answer> {
  const pod = pick(waypoint.pods.filter(isReady));
  if (!waypoint.healthy || !pod)
    return failed('reset', `connection failed: no healthy upstream: ${waypoint.address}:15008`);
  if (isDropped(flow, endOf(pod), hbonePort)) return dropped(pod.status?.podIP, hbonePort);
  const { credentials } = waypoint;
  if (credentials.kind !== 'valid') return failed('reset', `tls error: ${credentials.reason}`);
  const { gateway } = waypoint;
  const proxy: ProxyInstance = {
    kind: waypoint.proxy,
    gateway,
    pod,
    listener: 'waypoint',
    identity: credentials.identity,
  };
  const policies = policiesAtWaypoint(flow.world, waypoint, service);
  if (flow.tls) return passThrough(flow, proxy, { service, port, policies });
  const rules = routesAtWaypoint(flow.world, waypoint, service, port);
  const jwtRules = jwtRulesAtWaypoint(flow.world, waypoint, service);
  const isLogged = logsAtWaypoint(flow.world, waypoint, service);
  return proxyHttp({ flow, proxy, rules, policies, jwtRules, isLogged, destination: { service, port } });
}

type Target = {
  readonly service: MeshService;
  readonly port: number;
  readonly policies: ReturnType<typeof policiesAtWaypoint>;
};

/** What the client has encrypted itself is passed on by connection; a denial drops it. */
function passThrough(
  flow: Flow,
  proxy: ProxyInstance,
  { service, port, policies }: Target,
): Promise<Answer> | Answer {
  const { identity, address } = flow.source;
  const attributes = { sourceIp: address, destinationIp: service.vips[0] ?? '', destinationPort: port };
  const decision = authorize(policies, { ...attributes, ...(identity ? { identity } : {}) });
  if (decision.kind !== 'allowed') return failed('reset', decision.reason);
  const endpoint = balance(reachable(service, proxy.kind, flow.switches), port, {
    world: flow.world,
    pod: proxy.pod,
  });
  if (!endpoint) return failed('reset', 'no healthy backends');
  return toEndpoint({ ...flow, source: sourceOf(proxy.pod, identityOf(proxy.pod)) }, endpoint, service, port);
}
