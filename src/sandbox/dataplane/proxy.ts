import { isEnrolled } from '../mesh/enrolment.ts';
import type {
  AttachedRule,
  Backend,
  MeshEndpoint,
  MeshPolicy,
  MeshService,
  Waypoint,
} from '../mesh/model.ts';
import type { GatewayObject, PodObject } from '../mesh/objects.ts';
import type { JwtRule } from '../mesh/request-authentication.ts';
import { authorize } from './authorize.ts';
import { balance, pickWeighted } from './balance.ts';
import { within } from './duration.ts';
import type { EnvoyFate } from './envoy-log.ts';
import { applyFilters, type Filtered } from './filters.ts';
import { type Answer, type Flow, sourceOf } from './flow.ts';
import { grpcRefusal } from './grpc-refusal.ts';
import { authenticate } from './jwt/authenticate.ts';
import { type HttpRequest, type HttpResponse, header } from './message.ts';
import { mirror } from './mirror.ts';
import { waitedFor } from './patience.ts';
import { fateOf, passedOn, type Refusal, refuse } from './proxy-text.ts';
import { reachable } from './reachable.ts';
import { matchRoute } from './route-match.ts';
import { toEndpoint } from './to-endpoint.ts';
import { upstreamTls } from './upstream-tls.ts';
import { applyVirtual } from './virtual/apply.ts';
import { retrying } from './virtual/retry.ts';
import { writeDown } from './write-down.ts';

/** The proxy that a request is in. */
export type ProxyInstance = {
  readonly kind: Waypoint['proxy'];
  readonly gateway: GatewayObject;
  readonly pod: PodObject;
  /** As its access log names it. */
  readonly listener: string;
  /** What it proves to be when it calls on; absent without a certificate. */
  readonly identity?: string;
};

export type Target = { readonly service: MeshService; readonly port: number; readonly subset?: string };

export type ProxiedRequest = {
  readonly flow: Flow;
  readonly proxy: ProxyInstance;
  /** Attached rules in order of precedence. */
  readonly rules: readonly AttachedRule[];
  readonly policies: readonly MeshPolicy[];
  /** Which tokens of requests are good. */
  readonly jwtRules?: readonly JwtRule[];
  /** What the client asked for, where that is known without a route. */
  readonly destination?: Target;
  /** Whether an Envoy writes it down. */
  readonly isLogged?: boolean;
  /** Where the proxy took the request, where that is what it was sent to. */
  readonly local?: { readonly address: string; readonly port: number };
  /** The way on for a chosen service, where it isn't straight to an endpoint. */
  readonly detour?: (flow: Flow, target: Target) => Promise<Answer> | undefined;
  /** As the client came. */
  readonly scheme?: 'http' | 'https';
  /** What it is told in any case. */
  readonly refusal?: Refusal;
};

/** What became of a request in the proxy, and what its log says about it. */
export type Outcome = {
  readonly response: HttpResponse;
  readonly endpoint?: string;
  readonly error?: string;
  readonly reason?: string;
  /** It was the connection to the endpoint that failed, or the endpoint that took too long. */
  readonly reset?: boolean;
  readonly timedOut?: boolean;
  readonly exhausted?: boolean;
  /** What Envoy's log says of it. */
  readonly fate: EnvoyFate;
};

/** The HTTP part of a waypoint or a gateway: policy, route, filters, backend; one access log line. */
export async function proxyHttp(asked: ProxiedRequest): Promise<Answer> {
  const proxied = asked.proxy.kind === 'envoy' ? withId(asked) : asked;
  const started = performance.now();
  const rule = proxied.refusal ? undefined : matchRoute(proxied.rules, proxied.flow.request);
  const outcome = await handle(proxied, rule);
  writeDown({ proxied, rule, outcome, started });
  return { kind: 'response', response: outcome.response };
}

/** Envoy gives each request an id that has none. */
function withId(proxied: ProxiedRequest): ProxiedRequest {
  const { flow } = proxied;
  const { headers } = flow.request;
  if (header(headers, 'x-request-id')) return proxied;
  const own = ['x-request-id', crypto.randomUUID()] as const;
  return { ...proxied, flow: { ...flow, request: { ...flow.request, headers: [...headers, own] } } };
}

async function handle(asked: ProxiedRequest, rule: AttachedRule | undefined): Promise<Outcome> {
  const { destination, local, rules, policies, refusal, jwtRules = [] } = asked;
  if (refusal) return own(asked, refusal);
  const checked = await authenticate(jwtRules, asked.flow.request, asked.flow.world.clock.now());
  if (checked.kind === 'refused') {
    const details = `jwt_authn_access_denied{${checked.reason.replaceAll(' ', '_')}}`;
    return { response: checked.response, fate: { details } };
  }
  const { request, claims } = checked;
  const proxied = { ...asked, flow: { ...asked.flow, request } };
  const { source } = proxied.flow;
  const decision = authorize(policies, {
    ...(source.identity ? { identity: source.identity } : {}),
    sourceIp: source.address,
    destinationIp: destination?.service.vips[0] ?? local?.address ?? '',
    destinationPort: destination?.port ?? local?.port ?? 0,
    request,
    ...(claims ? { claims } : {}),
  });
  if (decision.kind === 'denied') {
    const { by } = decision;
    const named = by && `ns[${by.namespace}]-policy[${by.name}]-rule[${by.rule}]`;
    return own(proxied, { kind: 'denied', ...(named ? { by: named } : {}) });
  }
  if (decision.kind === 'unsupported') return own(proxied, decision);
  if (rule) return follow(proxied, rule);
  if (!destination || rules.length) return own(proxied, { kind: 'not found' });
  return forward(proxied, destination, request);
}

/**
 * What a rule says: its filters, then those of one of its backends, within its time. A backend that can't be used keeps
 * its share of requests, and fails them.
 */
async function follow(proxied: ProxiedRequest, rule: AttachedRule): Promise<Outcome> {
  const { flow, proxy, scheme = 'http' } = proxied;
  const { virtual } = rule;
  const { filters = [], timeouts = {} } = rule.rule;
  const asked = { rule, scheme, request: flow.request };
  const first = virtual ? await applyVirtual(virtual, asked) : applyFilters(filters, asked);
  if (first.kind !== 'request') return atOnce(proxied, first);
  const backend = pickWeighted(rule.backends);
  if (backend?.target.kind !== 'service') return own(proxied, refusalOf(backend?.target.reason));
  const second = applyFilters(backend.filters, { rule, scheme, request: first.request });
  if (second.kind !== 'request') return atOnce(proxied, second);
  mirror({ flow, proxy, rule, filters: [...filters, ...backend.filters], request: second.request });
  const { request, backendRequest } = timeouts;
  const { subset } = backend;
  const target = { service: backend.target.service, port: backend.port, ...(subset ? { subset } : {}) };
  const call = async (used: ReadonlySet<string>): Promise<Outcome> =>
    (await within(backendRequest, forward(proxied, target, second.request, used))) ?? {
      ...own(proxied, { kind: 'timeout', of: 'backend' }),
      timedOut: true,
    };
  const calls = virtual ? retrying(virtual.route.retries, call) : call(new Set());
  const outcome = await within(request, calls);
  const result = outcome
    ? { ...outcome, response: first.respond(second.respond(outcome.response)) }
    : own(proxied, { kind: 'timeout', of: 'request' });
  const flags = [...(result.fate.flags ?? []), ...(first.delayed ? ['DI'] : [])];
  return { ...result, fate: { ...result.fate, flags } };
}

function refusalOf(reason: (Backend['target'] & { kind: 'invalid' })['reason'] | undefined): Refusal {
  if (reason === 'PortNotFound' || reason === 'NoCluster') return { kind: 'no port' };
  return { kind: 'no backend', missing: reason === 'BackendNotFound' };
}

/** What filters answer without any backend. */
function atOnce(proxied: ProxiedRequest, filtered: Exclude<Filtered, { kind: 'request' }>): Outcome {
  if (filtered.kind === 'unsupported') return own(proxied, filtered);
  if (filtered.kind === 'answer') return { response: filtered.response, fate: filtered.fate };
  const headers = [['location', filtered.location] as const, ['content-length', '0'] as const];
  const response = { status: filtered.status, headers, body: Buffer.alloc(0) };
  return { response, fate: { details: 'direct_response' } };
}

async function forward(
  proxied: ProxiedRequest,
  target: Target,
  request: HttpRequest,
  used: ReadonlySet<string> = new Set(),
): Promise<Outcome> {
  const { flow, proxy, detour } = proxied;
  const onward: Flow = {
    ...flow,
    source: sourceOf(proxy.pod, proxy.identity),
    request: { ...request, headers: passedOn(request.headers) },
  };
  const service = reachable(target.service, proxy.kind, flow.switches);
  const detoured = detour?.(onward, { ...target, service });
  if (detoured) return finish(proxied, await detoured);
  const endpoint = balance(service, target.port, { world: flow.world, pod: proxy.pod }, (each) =>
    used.has(addressOf(each, target.port)),
  );
  if (!endpoint) return own(proxied, { kind: 'no healthy backend' });
  if (!proxy.identity && endpoint.kind === 'pod' && isEnrolled(flow.world, endpoint.pod)) {
    return own(proxied, { kind: 'upstream', detail: 'tls error: no certificate for HBONE' });
  }
  const namespace = proxy.gateway.metadata.namespace ?? '';
  const { port } = target;
  const tls = await upstreamTls({ world: flow.world, service, port, namespace });
  if (tls.kind === 'unsupported') return own(proxied, tls);
  if (tls.kind === 'invalid') return own(proxied, { kind: 'upstream', detail: tls.reason });
  const secured = tls.kind === 'tls' ? { ...onward, tls: tls.client } : onward;
  const started = performance.now();
  const answer = await waitedFor(await toEndpoint(secured, endpoint, service, port));
  const outcome = finish(proxied, answer);
  const address = addressOf(endpoint, target.port);
  const upstream = {
    cluster: clusterOf(proxied, target),
    address,
    tunnelled: endpoint.kind === 'pod' && isEnrolled(flow.world, endpoint.pod),
    ...(answer.kind === 'response' ? { ms: Math.round(performance.now() - started) } : {}),
  };
  return { ...outcome, endpoint: address, fate: { ...outcome.fate, upstream } };
}

function finish(proxied: ProxiedRequest, answer: Answer): Outcome {
  if (answer.kind === 'response') {
    const { reason, ...rest } = answer.response;
    const headers = passedOn(rest.headers);
    // Envoy writes the usual words for a status, hyper what it read.
    const words = reason === undefined || proxied.proxy.kind === 'envoy' ? {} : { reason };
    return { response: { ...rest, ...words, headers }, fate: { details: 'via_upstream' } };
  }
  if (answer.failure === 'unresolved') return own(proxied, { kind: 'unresolved' });
  return { ...own(proxied, { kind: 'upstream', detail: answer.detail }), reset: true };
}

function own({ proxy, flow }: ProxiedRequest, refusal: Refusal): Outcome {
  const refused = refuse(refusal, proxy.kind, flow.switches);
  const response = grpcRefusal(flow.request, refused.response, refused.error);
  return { ...refused, response, fate: fateOf(refusal) };
}

/** Envoy's cluster for a service: a waypoint has its own for those that it is in front of. */
function clusterOf({ proxy, destination }: ProxiedRequest, { service, port, subset }: Target): string {
  const { waypoint } = service;
  const isOwn =
    destination !== undefined &&
    waypoint.kind === 'bound' &&
    waypoint.waypoint.gateway.metadata.uid === proxy.gateway.metadata.uid;
  const protocol = subset ? `http/${subset}` : 'http';
  return isOwn
    ? `inbound-vip|${port}|${protocol}|${service.hostname}`
    : `outbound|${port}|${subset ?? ''}|${service.hostname}`;
}

function addressOf(endpoint: MeshEndpoint, port: number): string {
  const target = endpoint.ports[port] ?? port;
  return endpoint.kind === 'remote'
    ? `${endpoint.gateway.address}:${endpoint.gateway.port}`
    : `${endpoint.address}:${target}`;
}
