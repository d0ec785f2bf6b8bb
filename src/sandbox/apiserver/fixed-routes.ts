import { servedVersion } from '../versions.ts';
import { publishedKeys } from './authentication/json-web-token.ts';
import { issuer } from './authentication/service-account-token.ts';
import type { ApiContext } from './context.ts';
import { apiGroup, coreVersions, groupList, resourceList, servedResources } from './discovery.ts';
import { aggregatedDiscovery, aggregatedDiscoveryType } from './discovery-aggregated.ts';
import { metricsText } from './metrics.ts';
import { wantsAggregatedDiscovery } from './negotiation.ts';
import { type ApiResponse, ok } from './response.ts';
import { answerReview, reviewAt } from './reviews.ts';
import { type IncomingCall, methodNotAllowed, pathNotFound } from './routes.ts';
import { openApiDocumentOfPath, openApiV3, openApiV3Index } from './schemas/openapi.ts';

/**
 * Everything that isn't a resource: discovery, version, health, metrics, keys, reviews; undefined when the path is none
 * of it.
 */
export async function fixedRoute(context: ApiContext, call: IncomingCall): Promise<ApiResponse | undefined> {
  const review = reviewAt(call.path);
  if (review) {
    if (call.method !== 'POST') throw methodNotAllowed();
    return answerReview(review, context, call);
  }
  const response = await readOnlyRoute(context, call);
  if (response && call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed();
  return response;
}

type Route = (context: ApiContext, call: IncomingCall) => ApiResponse | Promise<ApiResponse>;

const routes: Readonly<Record<string, Route>> = {
  '/': ({ world }) => ok({ paths: listedPaths(world) }),
  '/.well-known/openid-configuration': (_context, { headers }) => ok(issuerConfiguration(headers.host ?? '')),
  '/metrics': (context) => ({
    status: 200,
    body: metricsText(context),
    contentType: 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores',
  }),
  '/openapi/v2': openApiV2,
  '/openapi/v3': ({ world }) => ok(openApiV3Index(world.kinds)),
  '/openid/v1/jwks': async ({ world }) => ({
    status: 200,
    body: Buffer.from(JSON.stringify(await publishedKeys(world.store))),
    contentType: 'application/jwk-set+json',
  }),
  '/version': () => ok(versionInfo),
};

function readOnlyRoute(
  context: ApiContext,
  call: IncomingCall,
): ApiResponse | undefined | Promise<ApiResponse> {
  const path = call.path.replace(/\/+$/, '') || '/';
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route) return route(context, call);
  const [, check] = /^\/(healthz|livez|readyz)(?:\/(?:ping|log))?$/.exec(path) ?? [];
  if (check) return ok(call.query.has('verbose') ? verboseHealth(check) : 'ok');
  if (path.startsWith('/openapi/v3/')) return openApiDocument(context, path);
  return discoveryRoute(context, call, path);
}

/** What `/` lists: where something is to be found. */
function listedPaths({ kinds }: ApiContext['world']): readonly string[] {
  const groups = kinds.all
    .filter(({ group }) => group)
    .flatMap(({ group, versions }) => [group, ...versions.map((version) => `${group}/${version}`)]);
  const fixed = Object.keys(routes).filter(
    (path) => path !== '/' && path !== '/.well-known/openid-configuration',
  );
  const rest = [
    '/api',
    '/api/v1',
    '/apis',
    ...groups.map((path) => `/apis/${path}`),
    ...fixed,
    ...healthPaths,
  ];
  return ['/.well-known/openid-configuration', ...[...new Set(rest)].sort()];
}

const healthPaths = ['healthz', 'livez', 'readyz'].flatMap((check) => [
  `/${check}`,
  `/${check}/log`,
  `/${check}/ping`,
]);

/** Each thing that is looked at, by name. */
const verboseHealth = (check: string): string =>
  [...['ping', 'log', 'shutdown'].map((name) => `[+]${name} ok`), `${check} check passed`, ''].join('\n');

/** @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery */
const issuerConfiguration = (host: string): object => ({
  issuer,
  jwks_uri: `https://${host}/openid/v1/jwks`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
});

/** Few clients ask for it: those before kubectl 1.27, and any for a type that no other document has. */
async function openApiV2({ world }: ApiContext, { headers }: IncomingCall): Promise<ApiResponse> {
  const { openApiV2Document } = await import('./schemas/openapi-v2.ts');
  const document = openApiV2Document(world.kinds);
  if (!headers.accept?.includes('protobuf')) return ok(document);
  const { encodeOpenApiV2 } = await import('./protobuf/encode-openapi.ts');
  return {
    status: 200,
    body: Buffer.from(encodeOpenApiV2(document)),
    contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
  };
}

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
  const [root, ...parts] = path.split('/').filter(Boolean);
  const core = root === 'api';
  if ((!core && root !== 'apis') || parts.length > (core ? 1 : 2)) return undefined;
  const served = servedResources(context.world.kinds.all);
  if (parts.length === 0 && wantsAggregatedDiscovery(headers))
    return { status: 200, body: aggregatedDiscovery(served, core), contentType: aggregatedDiscoveryType };
  if (parts.length === 0) return ok(core ? coreVersions(served, headers.host ?? '') : groupList(served));
  const [group = '', version = ''] = core ? ['', ...parts] : parts;
  const found = version ? resourceList(served, group, version) : apiGroup(served, group);
  return found === undefined ? undefined : ok(found);
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
