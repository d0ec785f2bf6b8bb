import type { CorsPolicy } from '../../mesh/virtual/objects.ts';
import { milliseconds } from '../duration.ts';
import { type Headers, type HttpRequest, type HttpResponse, header } from '../message.ts';
import { stringFits } from './match.ts';
import { ownAnswer } from './own-answer.ts';

/** What Envoy's filter makes of a request from another origin. */
type Cors = {
  /** The answer to a preflight, where the filter gives it itself. */
  readonly answer?: HttpResponse;
  readonly respond: (response: HttpResponse) => HttpResponse;
};

const untouched: Cors = { respond: (response) => response };

/**
 * Requests of other origins go on like any: it is browsers that look at the answer's headers.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter
 */
export function cors(policy: CorsPolicy | undefined, { method, headers }: HttpRequest): Cors {
  const origin = header(headers, 'origin');
  if (!policy || !origin) return untouched;
  const origins = policy.allowOrigins ?? (policy.allowOrigin ?? []).map((exact) => ({ exact }));
  const allowed = origins.some((each) => each.exact === '*' || stringFits(each, origin));
  const isPreflight = method === 'OPTIONS' && header(headers, 'access-control-request-method') !== undefined;
  const own: Headers = [
    ['access-control-allow-origin', origin],
    ...(policy.allowCredentials ? [['access-control-allow-credentials', 'true'] as const] : []),
  ];
  if (isPreflight) {
    if (allowed) return { ...untouched, answer: ownAnswer(200, [...own, ...preflight(policy)]) };
    return policy.unmatchedPreflights === 'IGNORE' ? { ...untouched, answer: ownAnswer(200) } : untouched;
  }
  if (!allowed) return untouched;
  const { exposeHeaders = [] } = policy;
  const more: Headers = exposeHeaders.length
    ? [['access-control-expose-headers', exposeHeaders.join(',')]]
    : [];
  const names = new Set([...own, ...more].map(([name]) => name));
  return {
    respond: (response) => ({
      ...response,
      headers: [...response.headers.filter(([name]) => !names.has(name.toLowerCase())), ...own, ...more],
    }),
  };
}

const preflight = ({ allowMethods = [], allowHeaders = [], maxAge }: CorsPolicy): Headers => [
  ...(allowMethods.length ? [['access-control-allow-methods', allowMethods.join(',')] as const] : []),
  ...(allowHeaders.length ? [['access-control-allow-headers', allowHeaders.join(',')] as const] : []),
  ...(maxAge ? [['access-control-max-age', String(Math.floor(milliseconds(maxAge) / 1000))] as const] : []),
];
