import type { VirtualRoute } from '../../mesh/virtual/objects.ts';
import { milliseconds, pause } from '../duration.ts';
import { type HttpResponse, header } from '../message.ts';

/** One try: what came back, and whether it was the connection that failed. */
type Tried = {
  readonly response: HttpResponse;
  readonly reset?: boolean;
  readonly timedOut?: boolean;
  /** No try is left, and there would have to be one. */
  readonly exhausted?: boolean;
};

type Retries = NonNullable<VirtualRoute['retries']>;

/** What Istio asks for where a route says nothing. */
const usual: Retries = { attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled' };

/**
 * Tries as often as a route allows, and gives the last try. `used` has the endpoints of earlier ones, which are passed
 * over while there are others, unless the route doesn't mind.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export async function retrying<T extends Tried & { readonly endpoint?: string }>(
  retries: Retries | undefined,
  attempt: (used: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const {
    attempts = 0,
    retryOn = usual.retryOn,
    backoff,
    retryIgnorePreviousHosts = true,
  } = retries ?? usual;
  const reasons = (retryOn ?? '').split(',').map((reason) => reason.trim());
  // Pauses grow to ten times the first.
  const base = backoff ? milliseconds(backoff) : 25;
  const used = new Set<string>();
  let tried = await attempt(used);
  for (let count = 1; count <= attempts && isRetriable(reasons, tried); count += 1) {
    if (retryIgnorePreviousHosts && tried.endpoint) used.add(tried.endpoint);
    await pause(Math.random() * base * Math.min(2 ** count - 1, 10));
    tried = await attempt(used);
  }
  return retries?.attempts && isRetriable(reasons, tried) ? { ...tried, exhausted: true } : tried;
}

/** Codes of gRPC by the names that retries have for them. */
const grpcCodes: Readonly<Record<string, string>> = {
  cancelled: '1',
  'deadline-exceeded': '4',
  'resource-exhausted': '8',
  internal: '13',
  unavailable: '14',
};

/** A connection goes through the mesh's tunnel, so that one that isn't had is one that was reset. */
function isRetriable(reasons: readonly string[], { response, reset, timedOut }: Tried): boolean {
  const { status } = response;
  if (reset || timedOut) return reasons.some((reason) => ['5xx', 'gateway-error', 'reset'].includes(reason));
  const grpc = header(response.headers, 'grpc-status');
  return reasons.some(
    (reason) =>
      (reason === '5xx' && status >= 500) ||
      (reason === 'gateway-error' && [502, 503, 504].includes(status)) ||
      (reason === 'retriable-4xx' && status === 409) ||
      (grpc !== undefined && grpcCodes[reason] === grpc) ||
      reason === String(status),
  );
}
