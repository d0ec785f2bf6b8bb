import type { AttachedRule } from '../mesh/model.ts';
import type { RouteFilter } from '../mesh/objects.ts';
import type { EnvoyFate } from './envoy-log.ts';
import { type Headers, type HttpRequest, type HttpResponse, header } from './message.ts';
import { hostOf } from './route-match.ts';

type HeaderChange = {
  readonly set?: readonly { readonly name: string; readonly value: string }[];
  readonly add?: readonly { readonly name: string; readonly value: string }[];
  readonly remove?: readonly string[];
};

type PathChange = {
  readonly type: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
};

type Redirect = {
  readonly scheme?: string;
  readonly hostname?: string;
  readonly path?: PathChange;
  readonly port?: number;
  readonly statusCode?: number;
};

/** What filters make of a request: another request, or an answer at once. */
export type Filtered =
  | {
      readonly kind: 'request';
      readonly request: HttpRequest;
      readonly respond: (response: HttpResponse) => HttpResponse;
      /** Whether a fault held it up. */
      readonly delayed?: boolean;
    }
  | {
      readonly kind: 'answer';
      readonly response: HttpResponse;
      /** What Envoy's log says of it. */
      readonly fate: EnvoyFate;
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

export type Asked = {
  readonly rule: AttachedRule;
  readonly request: HttpRequest;
  /** As the client came. */
  readonly scheme: 'http' | 'https';
};

/**
 * Filters of a rule or of a backend, one after the other. Copies of requests are none of their business: a mirror
 * changes nothing.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export function applyFilters(filters: readonly RouteFilter[], asked: Asked): Filtered {
  const { rule } = asked;
  let { request } = asked;
  let respond = (response: HttpResponse): HttpResponse => response;
  for (const filter of filters) {
    switch (filter.type) {
      case 'RequestHeaderModifier':
        request = {
          ...request,
          headers: changeHeaders(request.headers, detail(filter, 'requestHeaderModifier')),
        };
        break;
      case 'ResponseHeaderModifier': {
        const earlier = respond;
        const change = detail<HeaderChange>(filter, 'responseHeaderModifier');
        respond = (response) => {
          const next = earlier(response);
          return { ...next, headers: changeHeaders(next.headers, change) };
        };
        break;
      }
      case 'URLRewrite':
        request = rewrite(request, detail(filter, 'urlRewrite'), rule);
        break;
      case 'RequestRedirect':
        return redirect(detail(filter, 'requestRedirect'), { ...asked, request });
      case 'RequestMirror':
        break;
      default:
        return { kind: 'unsupported', reason: `sandbox: HTTPRoute filter ${filter.type} is not simulated` };
    }
  }
  return { kind: 'request', request, respond };
}

const detail = <T extends object>(filter: RouteFilter, field: string): T => (filter[field] ?? {}) as T;

function changeHeaders(headers: Headers, { set = [], add = [], remove = [] }: HeaderChange): Headers {
  const gone = new Set([...remove, ...set.map(({ name }) => name)].map((name) => name.toLowerCase()));
  const kept = headers.filter(([name]) => !gone.has(name.toLowerCase()));
  return [...kept, ...[...set, ...add].map(({ name, value }) => [name, value] as const)];
}

function rewrite(
  request: HttpRequest,
  { hostname, path }: { readonly hostname?: string; readonly path?: PathChange },
  rule: AttachedRule,
): HttpRequest {
  const headers = hostname
    ? request.headers.map(
        ([name, value]) => [name, name.toLowerCase() === 'host' ? hostname : value] as const,
      )
    : request.headers;
  return { ...request, headers, path: changePath(request.path, path, rule) };
}

function redirect(to: Redirect, { rule, request, scheme: own }: Asked): Filtered {
  const scheme = to.scheme ?? own;
  const given = /:(\d+)$/.exec(header(request.headers, 'host') ?? '')?.[1];
  const port = to.port ?? (to.scheme ? undefined : given && Number(given));
  const isDefault =
    port === undefined || (scheme === 'http' && port === 80) || (scheme === 'https' && port === 443);
  const authority = `${to.hostname ?? hostOf(request)}${isDefault ? '' : `:${port}`}`;
  const location = `${scheme}://${authority}${changePath(request.path, to.path, rule)}`;
  return { kind: 'redirect', status: to.statusCode ?? 302, location };
}

/** Replaces a path, or the prefix that the rule matched; the query stays. */
function changePath(path: string, change: PathChange | undefined, { match }: AttachedRule): string {
  if (!change) return path;
  const [bare = '/', query] = path.split('?');
  const tail = query === undefined ? '' : `?${query}`;
  if (change.type === 'ReplaceFullPath') return `${change.replaceFullPath || '/'}${tail}`;
  const prefix = (match.path?.value ?? '/').replace(/\/$/, '');
  const replaced = `${(change.replacePrefixMatch ?? '/').replace(/\/$/, '')}${bare.slice(prefix.length)}`;
  return `${replaced || '/'}${tail}`;
}
