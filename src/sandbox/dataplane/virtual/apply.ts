import type { AttachedRule } from '../../mesh/model.ts';
import type { VirtualMatch, VirtualRoute } from '../../mesh/virtual/objects.ts';
import { milliseconds, pause } from '../duration.ts';
import { type Asked, applyFilters, type Filtered } from '../filters.ts';
import { type HttpRequest, header } from '../message.ts';
import { patternOf } from '../pattern.ts';
import { cors } from './cors.ts';
import { ownAnswer } from './own-answer.ts';

type Virtual = NonNullable<AttachedRule['virtual']>;

/**
 * What a route of a VirtualService makes of a request, in the order of Envoy's filters: faults, cross-origin rules, then
 * the route itself.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export async function applyVirtual(virtual: Virtual, asked: Asked): Promise<Filtered> {
  const { route, match } = virtual;
  const { delay, abort } = route.fault ?? {};
  const held = happens(delay?.percentage?.value ?? delay?.percent) ? delay?.fixedDelay : undefined;
  const delayed = Boolean(held);
  if (held) await pause(milliseconds(held));
  const said = (details: string, ...flags: readonly string[]) => ({
    details,
    flags: [...flags, ...(delayed ? ['DI'] : [])],
  });
  if (abort?.httpStatus && happens(abort.percentage?.value))
    return {
      kind: 'answer',
      response: ownAnswer(abort.httpStatus, [], Buffer.from('fault filter abort')),
      fate: said('fault_filter_abort', 'FI'),
    };
  const crossing = cors(route.corsPolicy, asked.request);
  if (crossing.answer) return { kind: 'answer', response: crossing.answer, fate: said('cors_response') };
  const filtered = applyFilters(asked.rule.rule.filters ?? [], {
    ...asked,
    request: rewritten(route, match, asked.request),
  });
  if (filtered.kind !== 'request') return filtered;
  const respond: typeof filtered.respond = (response) => crossing.respond(filtered.respond(response));
  const answer = redirected(virtual, asked.request) ?? direct(route);
  return answer
    ? { kind: 'answer', response: respond(answer), fate: said('direct_response') }
    : { ...filtered, respond, delayed };
}

/** A percentage that isn't given is none. */
const happens = (percent = 0): boolean => Math.random() * 100 < percent;

/** The path that was asked for goes on in a header of its own. */
function rewritten({ rewrite }: VirtualRoute, { uri }: VirtualMatch, request: HttpRequest): HttpRequest {
  const [bare = '/', query] = request.path.split('?');
  const { uri: text, uriRegexRewrite } = rewrite ?? {};
  if (!text && !uriRegexRewrite) return request;
  const path = uriRegexRewrite
    ? replaced(bare, uriRegexRewrite)
    : `${text}${bare.slice(matchedLength(bare, uri))}`;
  const original = ['x-envoy-original-path', request.path] as const;
  return {
    ...request,
    path: query === undefined ? path : `${path}?${query}`,
    headers: [...request.headers, original],
  };
}

/** What a rewrite replaces: the prefix that was matched, else the whole path. */
function matchedLength(path: string, uri: VirtualMatch['uri']): number {
  if (!uri) return 1;
  return uri.prefix?.length ?? path.length;
}

/** RE2 writes groups as `\1`. */
function replaced(
  path: string,
  { match, rewrite }: { readonly match: string; readonly rewrite: string },
): string {
  const pattern = patternOf(match, 'g');
  if (!pattern) return path;
  return path.replace(pattern, (...found: readonly unknown[]) =>
    rewrite.replaceAll(/\\(\d)/g, (_, group) => {
      const text = found[Number(group)];
      return typeof text === 'string' ? text : '';
    }),
  );
}

/** The query stays, unless the new path has one of its own. */
function redirected({ route: { redirect }, port }: Virtual, request: HttpRequest) {
  if (!redirect) return undefined;
  const { scheme = 'http', authority, uri, redirectCode = 301 } = redirect;
  const [host = '', given] = (header(request.headers, 'host') ?? '').split(':');
  const asked = redirect.port ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? port : undefined);
  const usual = scheme === 'https' ? 443 : 80;
  const kept = !authority && !redirect.scheme && given ? `:${given}` : '';
  const suffix = asked && asked !== usual ? `:${asked}` : asked ? '' : kept;
  const query = request.path.includes('?') ? request.path.slice(request.path.indexOf('?')) : '';
  const path = uri ? `${uri}${uri.includes('?') ? '' : query}` : request.path;
  return ownAnswer(redirectCode, [['location', `${scheme}://${authority ?? host}${suffix}${path}`]]);
}

function direct({ directResponse }: VirtualRoute) {
  if (!directResponse) return undefined;
  const { string, bytes } = directResponse.body ?? {};
  const body = string === undefined ? Buffer.from(bytes ?? '', 'base64') : Buffer.from(string);
  return ownAnswer(directResponse.status, [], body);
}
