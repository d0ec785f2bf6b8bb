import { credentialsOf } from '../mesh/credentials.ts';
import { chooseListener } from '../mesh/gateway/choose-listener.ts';
import { listenerTls, speaksTls } from '../mesh/gateway/listener-tls.ts';
import type { Waypoint } from '../mesh/model.ts';
import type { GatewayObject, Listener, PodObject } from '../mesh/objects.ts';
import { policiesAtGateway } from '../mesh/policies.ts';
import { jwtRulesAtGateway } from '../mesh/request-authentication.ts';
import { routesOfListener } from '../mesh/routes.ts';
import { logsAtGateway } from '../mesh/telemetry.ts';
import { gatewayOfPod } from '../mesh/waypoint.ts';
import type { Caller } from '../workloads/runtime.ts';
import type { World } from '../world.ts';
import { type Answer, type Flow, failed, failedTls, type Source } from './flow.ts';
import type { HttpRequest } from './message.ts';
import { type ProxyInstance, proxyHttp, type Target } from './proxy.ts';
import type { Refusal } from './proxy-text.ts';
import { hostOf } from './route-match.ts';
import type { Switches } from './switches.ts';
import { handshake } from './tls.ts';
import { throughTlsListener } from './tls-listener.ts';
import { throughWaypoint } from './waypoint.ts';

type ListenerRequest = {
  readonly world: World;
  /** The gateway's pod. */
  readonly pod: PodObject;
  readonly kind: Waypoint['proxy'];
  readonly port: number;
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly switches: Switches;
};

/** How a gateway's pod listens on a port: for plain HTTP alone, or for TLS too; undefined when it doesn't. */
export function listensFor(world: World, pod: PodObject, port: number): 'plain' | 'tls' | undefined {
  const listeners = listenersAt(gatewayOfPod(world, pod), port);
  if (listeners.some(speaksTls)) return 'tls';
  return listeners.some(({ protocol }) => protocol === 'HTTP') ? 'plain' : undefined;
}

const listenersAt = (gateway: GatewayObject | undefined, port: number): readonly Listener[] =>
  (gateway?.spec?.listeners ?? []).filter((listener) => listener.port === port);

/** A request that comes in on a gateway's own listener, from outside the mesh or from a pod. */
export async function throughListener(incoming: ListenerRequest): Promise<Answer> {
  const { world, pod, port, caller } = incoming;
  const gateway = gatewayOfPod(world, pod);
  if (!gateway) return failed('reset', 'no gateway');
  const listeners = listenersAt(gateway, port);
  return caller.tls
    ? overTls({ ...incoming, gateway, client: caller.tls, listeners: listeners.filter(speaksTls) })
    : inPlainText({
        ...incoming,
        gateway,
        listeners: listeners.filter(({ protocol }) => protocol === 'HTTP'),
      });
}

type AtGateway = ListenerRequest & {
  readonly gateway: GatewayObject;
  readonly listeners: readonly Listener[];
};

async function inPlainText(at: AtGateway): Promise<Answer> {
  if (!at.listeners.length) return failed('reset', 'connection reset by peer');
  const listener = chooseListener(at.listeners, hostOf(at.request));
  return listener ? served(at, listener) : answered(at, { kind: 'no listener' });
}

/**
 * The listener is chosen by the name that the client asks for before there is a request; one for another listener's host
 * is told so then. A proxy without a certificate for that name goes away without a word.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
async function overTls(at: AtGateway & { readonly client: Caller['tls'] & object }): Promise<Answer> {
  const { world, gateway, client, listeners, request } = at;
  const listener = chooseListener(listeners, client.serverName ?? '');
  const tls = listener && listenerTls(world, gateway, listener);
  if (!listener || !tls || tls.kind === 'invalid' || tls.kind === 'none')
    return failed('closed', `no TLS listener match for ${client.serverName ?? ''}`);
  const flow = flowAt(at);
  const proxy = proxyAt(at, listener);
  if (tls.kind === 'passthrough')
    return throughTlsListener({ flow: { ...flow, tls: client }, proxy, listener });
  const failure = handshake(client, tls.identity);
  if (failure) return failedTls(failure);
  if (listener.protocol === 'TLS') return throughTlsListener({ flow, proxy, listener, client });
  const host = hostOf(request);
  const meant = chooseListener(listeners, host);
  if (meant === listener) return served(at, listener);
  return answered(at, { kind: meant ? 'misdirected' : 'not found' }, listener);
}

const answered = (at: AtGateway, refusal: Refusal, listener?: Listener): Promise<Answer> =>
  proxyHttp({ flow: flowAt(at), proxy: proxyAt(at, listener), rules: [], policies: [], refusal });

function flowAt({ world, pod, request, caller, switches }: AtGateway): Flow {
  const { tls: _tls, ...peer } = caller;
  const source: Source = { ...peer, pod };
  return { world, source, request, switches };
}

function proxyAt({ world, pod, kind, gateway }: AtGateway, listener?: Listener): ProxyInstance {
  const credentials = credentialsOf(world, gateway);
  return {
    kind,
    gateway,
    pod,
    listener: listener?.name ?? '',
    ...(credentials.kind === 'valid' ? { identity: credentials.identity } : {}),
  };
}

/** Istio's own policies count at gateways of its own class. */
function served(at: AtGateway, listener: Listener): Promise<Answer> {
  const { world, gateway, pod } = at;
  const isIstio = at.kind === 'envoy';
  return proxyHttp({
    flow: flowAt(at),
    proxy: proxyAt(at, listener),
    scheme: listener.protocol === 'HTTPS' ? 'https' : 'http',
    rules: routesOfListener(at.world, at.gateway, listener),
    policies: isIstio ? policiesAtGateway(world, gateway, pod) : [],
    jwtRules: isIstio ? jwtRulesAtGateway(world, gateway, pod) : [],
    isLogged: isIstio && logsAtGateway(world, gateway, pod),
    local: { address: pod.status?.podIP ?? '', port: at.port },
    detour: ingressWaypoint,
  });
}

/** Ingress traffic passes a service's waypoint by, unless the service asks for it. */
function ingressWaypoint(flow: Flow, { service, port }: Target): Promise<Answer> | undefined {
  if (!service.ingressUsesWaypoint || service.waypoint.kind !== 'bound') return undefined;
  return throughWaypoint(flow, service.waypoint.waypoint, service, port);
}
