import type { IncomingHttpHeaders } from 'node:http';
import { servedVersion } from '../versions.ts';
import type { User } from './authentication/user.ts';
import type { ApiContext } from './context.ts';
import { apiGroup, coreVersions, groupList, resourceList, servedResources } from './discovery.ts';
import { aggregatedDiscovery, aggregatedDiscoveryType } from './discovery-aggregated.ts';
import { wantsAggregatedDiscovery } from './negotiation.ts';
import type { ResourceRequest } from './request.ts';
import { type ApiResponse, ok } from './response.ts';
import { answerReview, reviewAt } from './reviews.ts';
import { openApiDocumentOfPath, openApiV3, openApiV3Index } from './schemas/openapi.ts';
import { ApiError } from './store/api-error.ts';
import { resourceName } from './store/object.ts';

/** A request as it comes in, before anything is known about its path. */
export type IncomingCall = {
  readonly user: User;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly readBody: () => Promise<Buffer>;
};

/** Nothing is served at a path, which the API server says in plain text. */
class PathNotFound extends ApiError {
  readonly plainText = '404 page not found\n';

  constructor() {
    super(404, 'NotFound', 'the server could not find the requested resource');
  }
}

export const pathNotFound = (): ApiError => new PathNotFound();

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

/** Finds the kind that a path names. @throws ApiError 404 when there is none */
export function resourceRequest(context: ApiContext, call: IncomingCall): ResourceRequest {
  const path = decodePath(call.path);
  const kind = path && context.world.kinds.byPath(path.group, path.version, path.resource);
  if (!path || !kind || (path.namespace && !kind.namespaced)) throw pathNotFound();
  const { version, namespace, name, subresource } = path;
  const { user, method, query, headers, readBody } = call;
  const resource = resourceName(kind.group, kind.plural);
  const place = { kind, resource, version, namespace, name, subresource };
  return { ...context, ...place, user, method, query, headers, readBody };
}

function decodePath(path: string): ReturnType<typeof parseResourcePath> {
  try {
    return parseResourcePath(path);
  } catch {
    throw pathNotFound();
  }
}

/** Everything that isn't a resource: discovery, version, health, reviews; undefined when the path is none of it. */
export async function fixedRoute(context: ApiContext, call: IncomingCall): Promise<ApiResponse | undefined> {
  const review = reviewAt(call.path);
  if (review) {
    if (call.method !== 'POST') throw methodNotAllowed();
    return answerReview(review, context, call);
  }
  const response = readOnlyRoute(context, call);
  if (response && call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed();
  return response;
}

function readOnlyRoute(context: ApiContext, call: IncomingCall): ApiResponse | undefined {
  const path = call.path.replace(/\/+$/, '') || '/';
  if (path === '/version') return ok(versionInfo);
  const [, check] = /^\/(healthz|livez|readyz)(?:\/ping)?$/.exec(path) ?? [];
  if (check) return ok(call.query.has('verbose') ? verboseHealth(check) : 'ok');
  if (path === '/')
    return ok({ paths: ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] });
  if (path === '/openapi/v2')
    // An empty protobuf document: clients take it as one that knows no types, and let the server validate.
    return { status: 200, body: Buffer.alloc(0), contentType: 'application/octet-stream' };
  if (path === '/openapi/v3') return ok(openApiV3Index(context.world.kinds));
  if (path.startsWith('/openapi/v3/')) return openApiDocument(context, path);
  return discoveryRoute(context, call, path);
}

/** Each thing that is looked at, by name. */
const verboseHealth = (check: string): string =>
  [...['ping', 'log', 'shutdown'].map((name) => `[+]${name} ok`), `${check} check passed`, ''].join('\n');

function openApiDocument({ world }: ApiContext, path: string): ApiResponse {
  const listed = openApiDocumentOfPath(world.kinds, path.slice('/openapi/v3/'.length));
  if (listed) return ok(listed);
  const [, group = '', version = ''] = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path) ?? [];
  const document = openApiV3(world.kinds, group, version);
  if (document === undefined) throw pathNotFound();
  return ok(document);
}

function discoveryRoute(
  context: ApiContext,
  { headers }: IncomingCall,
  path: string,
): ApiResponse | undefined {
  const served = servedResources(context.world.kinds.all);
  const [root, ...parts] = path.split('/').filter(Boolean);
  const core = root === 'api';
  if ((!core && root !== 'apis') || parts.length > (core ? 1 : 2)) return undefined;
  if (parts.length === 0 && wantsAggregatedDiscovery(headers))
    return { status: 200, body: aggregatedDiscovery(served, core), contentType: aggregatedDiscoveryType };
  if (parts.length === 0) return ok(core ? coreVersions(served, headers.host ?? '') : groupList(served));
  const [group = '', version = ''] = core ? ['', ...parts] : parts;
  const found = version ? resourceList(served, group, version) : apiGroup(served, group);
  return found === undefined ? undefined : ok(found);
}

/** A path of the resource API, taken apart; nothing is known yet about whether it exists. */
type ResourcePath = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
};

/**
 * Takes `/api/v1/namespaces/x/pods/y/log` and its like apart; undefined for any other path. `/namespaces/x` alone,
 * and with its own sub-resources, is the namespace itself.
 * @throws URIError when a part isn't well-formed
 */
function parseResourcePath(path: string): ResourcePath | undefined {
  const [root, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const group = root === 'apis' ? parts.shift() : root === 'api' ? '' : undefined;
  const version = parts.shift();
  if (group === undefined || !version || parts.length === 0) return undefined;
  const scoped =
    parts[0] === 'namespaces' && parts.length > 2 && !['finalize', 'status'].includes(parts[2] ?? '');
  const [, namespace = ''] = scoped ? parts.splice(0, 2) : [];
  const [resource = '', name = '', subresource = '', ...rest] = parts;
  if (rest.length > 0) return undefined;
  return { group, version, resource, namespace, name, subresource };
}

/** Body of `/version`. A kubectl that dispatches between several clients picks the one of this minor version. */
const versionInfo = {
  major: '1',
  minor: '33',
  emulationMajor: '1',
  emulationMinor: '33',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '32',
  gitVersion: servedVersion,
  gitCommit: 'sandbox',
  gitTreeState: 'clean',
  buildDate: '2025-05-15T00:00:00Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;
