import type { Waypoint } from '../mesh/model.ts';
import type { EnvoyFate } from './envoy-log.ts';
import type { Headers, HttpResponse } from './message.ts';
import type { Switches } from './switches.ts';

/** Why a proxy answers itself. */
export type Refusal =
  | { readonly kind: 'no listener' }
  | { readonly kind: 'misdirected' }
  | { readonly kind: 'not found' }
  /** `by`: as Envoy's log names the rule. */
  | { readonly kind: 'denied'; readonly by?: string }
  | { readonly kind: 'no backend'; readonly missing: boolean }
  /** The service hasn't the port. */
  | { readonly kind: 'no port' }
  | { readonly kind: 'no healthy backend' }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'upstream'; readonly detail: string }
  /** Of the whole request, or of the call to one backend. */
  | { readonly kind: 'timeout'; readonly of: 'request' | 'backend' }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** A proxy's own answer, and how agentgateway's log names it. */
type Refused = { readonly response: HttpResponse; readonly error: string; readonly reason: string };

type Text = readonly [status: number, agentgateway: string, envoy: string, reason: string];

/** Status, agentgateway's body, Envoy's body, agentgateway's reason. */
function textOf(refusal: Refusal): Text {
  switch (refusal.kind) {
    case 'no listener':
      return [404, 'listener not found', '', 'NotFound'];
    case 'misdirected':
      return [421, 'misdirected request', '', 'NotFound'];
    case 'not found':
      return [404, 'route not found', '', 'NotFound'];
    case 'denied':
      return [403, 'authorization failed', 'RBAC: access denied', 'Authorization'];
    case 'no backend':
      return [500, refusal.missing ? 'backend does not exist' : 'no valid backends', '', 'NoHealthyBackend'];
    // Envoy has no cluster for it, and no words.
    case 'no port':
      return [503, 'no healthy backends', '', 'NoHealthyBackend'];
    case 'no healthy backend':
      return [503, 'no healthy backends', 'no healthy upstream', 'NoHealthyBackend'];
    case 'unresolved':
      return [
        503,
        'backends required DNS resolution which failed',
        'no healthy upstream',
        'NoHealthyBackend',
      ];
    case 'upstream':
      return [
        503,
        `upstream call failed: ${refusal.detail}`,
        'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
        'UpstreamFailure',
      ];
    case 'timeout':
      return [
        504,
        refusal.of === 'request' ? 'request timeout' : 'upstream call timeout',
        'upstream request timeout',
        'Timeout',
      ];
    case 'unsupported':
      return [500, refusal.reason, refusal.reason, 'Internal'];
    default:
      return refusal satisfies never;
  }
}

/** What Envoy's log says of it: a flag, and details. */
export function fateOf(refusal: Refusal): EnvoyFate {
  switch (refusal.kind) {
    case 'no listener':
    case 'misdirected':
    case 'not found':
      return { flags: ['NR'], details: 'route_not_found' };
    case 'denied':
      return { details: `rbac_access_denied_matched_policy[${refusal.by ?? 'none'}]` };
    case 'no backend':
    case 'no port':
      return { flags: ['NC'], details: 'cluster_not_found' };
    case 'no healthy backend':
    case 'unresolved':
      return { flags: ['UH'], details: 'no_healthy_upstream' };
    case 'upstream':
      return { flags: ['UC'], details: 'upstream_reset_before_response_started{connection_termination}' };
    case 'timeout':
      return {
        flags: ['UT'],
        details: refusal.of === 'request' ? 'response_timeout' : 'upstream_per_try_timeout',
      };
    case 'unsupported':
      return { details: 'direct_response' };
    default:
      return refusal satisfies never;
  }
}

export function refuse(refusal: Refusal, proxy: Waypoint['proxy'], switches: Switches): Refused {
  const [status, agentgateway, envoy, reason] = textOf(refusal);
  const own = refusal.kind === 'denied' ? switches.agentgatewayDenial : agentgateway;
  const body = Buffer.from(proxy === 'envoy' ? envoy : own);
  const length = ['content-length', String(body.length)] as const;
  const type = body.length ? [['content-type', 'text/plain'] as const] : [];
  const headers: Headers = [
    ...(proxy === 'envoy' ? [length, ...type] : [...type, length]),
    ['date', new Date().toUTCString()],
    ...(proxy === 'envoy' ? [['server', 'istio-envoy'] as const] : []),
  ];
  return { response: { status, headers, body }, error: agentgateway, reason };
}

/** Headers that only concern one connection. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
]);

/** A message as a proxy passes it on: names in lower case, nothing about the old connection. */
export const passedOn = (headers: Headers): Headers =>
  headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !hopByHop.has(name));
