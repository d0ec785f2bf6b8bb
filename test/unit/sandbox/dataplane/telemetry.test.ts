import { afterEach, beforeAll, expect, test } from 'vitest';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture, openShop } from './shop.ts';

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await openShop();
  await clusters.apply(fixture('virtual-service'));
  await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/use-waypoint': 'guard' });
});

const kinds = [
  'telemetries.telemetry.istio.io',
  'virtualservices.networking.istio.io',
  'authorizationpolicies.security.istio.io',
];

afterEach(async () => {
  for (const kind of kinds)
    for (const { metadata } of clusters.east.store.list(kind))
      await clusters.remove(clusters.east, kind, `${metadata.namespace}/${metadata.name}`);
});

const telemetry = (spec: string, namespace = 'shop', name = 'logs'): Promise<void> =>
  clusters.apply(
    `{ apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: { name: ${name}, namespace: ${namespace} }, spec: { ${spec} } }`,
  );

const logs = 'accessLogging: [{ providers: [{ name: envoy }] }]';

const lines = (of = 'guard'): Promise<readonly string[]> => clusters.log(clusters.east, of);

/** What a request adds to the log of a proxy. */
async function logged(args: readonly string[], of = 'guard'): Promise<readonly string[]> {
  const before = (await lines(of)).length;
  await clusters.exec(clusters.east, 'client', 'curl', '-s', ...args);
  return (await lines(of)).slice(before);
}

const get = 'http://bin/anything?x=1';

test('a waypoint writes down nothing until somebody asks for it, and then all that Istio writes', async () => {
  expect(await logged([get])).toEqual([]);
  await telemetry(logs);
  const [line = ''] = await logged(['-d', 'four', '-A', 'me', get]);
  expect(line).toMatch(
    /^\[20\d\d-\d\d-\d\dT[\d:.]+Z\] "POST \/anything\?x=1 HTTP\/1\.1" 200 - via_upstream - "-" 4 \d+ \d+ \d+ "-" "me" "[\da-f-]{36}" "bin" "envoy:\/\/connect_originate\/10\.244\.\d+\.\d+:8080" inbound-vip\|80\|http\|bin\.shop\.svc\.cluster\.local envoy:\/\/internal_client_address\/ 10\.96\.\d+\.\d+:80 10\.244\.\d+\.\d+:\d+ - default$/,
  );
  const sent = Number(line.split(' ')[10]);
  const { stdout } = await clusters.exec(
    clusters.east,
    'client',
    'curl',
    '-s',
    '-d',
    'four',
    '-A',
    'me',
    get,
  );
  expect(sent).toBe(stdout.length);
});

test.each<[string, string, readonly string[], RegExp]>([
  [
    'no route',
    'http: [{ match: [{ uri: { exact: /x } }], route: [{ destination: { host: bin } }] }]',
    [],
    /" 404 NR route_not_found - .* "-" - - .* - -$/,
  ],
  [
    'no cluster',
    'http: [{ name: out, route: [{ destination: { host: nobody } }] }]',
    [],
    /" 503 NC cluster_not_found - .* - out$/,
  ],
  [
    'a fault',
    'http: [{ name: f, match: [{ name: all }], fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [{ destination: { host: bin } }] }]',
    [],
    /" 418 FI fault_filter_abort - .* - f\.all$/,
  ],
  [
    'a delay',
    'http: [{ fault: { delay: { fixedDelay: 1ms, percentage: { value: 100 } } }, route: [{ destination: { host: bin } }] }]',
    [],
    /" 200 DI via_upstream - /,
  ],
  [
    'a direct response',
    'http: [{ directResponse: { status: 299 } }]',
    [],
    /" 299 - direct_response - "-" 0 0 \d+ - /,
  ],
  [
    'tries that are used up',
    'http: [{ retries: { attempts: 1, retryOn: 5xx, backoff: 1ms }, route: [{ destination: { host: bin } }] }]',
    ['http://bin/status/500'],
    /" 500 URX via_upstream - /,
  ],
  [
    'too long a wait',
    'http: [{ timeout: 50ms, route: [{ destination: { host: bin } }] }]',
    ['http://bin/delay/3'],
    /" 504 UT response_timeout - /,
  ],
  [
    'another service',
    'http: [{ route: [{ destination: { host: reviews, subset: v1 } }] }]',
    ['http://bin/reviews/0'],
    /" inbound-vip\|9080\|http\/v1\|reviews\.shop\.svc\.cluster\.local /,
  ],
])('%s is told as Envoy tells it', async (_, spec, args, expected) => {
  await telemetry(logs);
  await clusters.apply(
    `{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: { name: bin, namespace: shop }, spec: { hosts: [bin], ${spec} } }`,
  );
  expect(await logged(args.length ? args : [get])).toEqual([expect.stringMatching(expected)]);
});

test('denials name the rule that denies', async () => {
  await telemetry(logs);
  const policy = (spec: string): Promise<void> =>
    clusters.apply(
      `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: no, namespace: shop }, spec: { targetRefs: [{ group: "", kind: Service, name: bin }], ${spec} } }`,
    );
  await policy(
    'action: DENY, rules: [{ to: [{ operation: { methods: [PUT] } }] }, { to: [{ operation: { methods: [GET] } }] }]',
  );
  expect((await logged([get]))[0]).toContain(
    '" 403 - rbac_access_denied_matched_policy[ns[shop]-policy[no]-rule[1]] - ',
  );
  await policy('rules: [{ to: [{ operation: { methods: [PUT] } }] }]');
  expect((await logged([get]))[0]).toContain('" 403 - rbac_access_denied_matched_policy[none] - ');
});

test.each<[string, number, () => Promise<void>]>([
  ['the whole mesh', 1, () => telemetry(logs, 'istio-system')],
  ['another namespace', 0, () => telemetry(logs, 'default')],
  ['this service', 1, () => telemetry(`targetRefs: [{ group: "", kind: Service, name: bin }], ${logs}`)],
  [
    'another service',
    0,
    () => telemetry(`targetRefs: [{ group: "", kind: Service, name: reviews }], ${logs}`),
  ],
  [
    'the waypoint',
    1,
    () =>
      telemetry(`targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: guard }], ${logs}`),
  ],
  [
    'servers',
    1,
    () => telemetry('accessLogging: [{ match: { mode: SERVER }, providers: [{ name: envoy }] }]'),
  ],
  [
    'clients',
    0,
    () => telemetry('accessLogging: [{ match: { mode: CLIENT }, providers: [{ name: envoy }] }]'),
  ],
  ['nobody by name', 0, () => telemetry('accessLogging: [{ disabled: false }]')],
  [
    'the mesh, and not the namespace',
    0,
    async () => {
      await telemetry(logs, 'istio-system');
      await telemetry('accessLogging: [{ disabled: true }]');
    },
  ],
  [
    'the mesh, not the namespace, but the service',
    1,
    async () => {
      await telemetry(logs, 'istio-system');
      await telemetry('accessLogging: [{ disabled: true }]');
      await telemetry(
        `targetRefs: [{ group: "", kind: Service, name: bin }], accessLogging: [{ disabled: false }]`,
        'shop',
        'own',
      );
    },
  ],
])('logging for %s adds %i lines', async (_, count, ask) => {
  await ask();
  expect(await logged([get])).toHaveLength(count);
});

test("a gateway of Istio's own class writes down what comes in", async () => {
  await clusters.apply(
    [
      '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: door, namespace: shop }, spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] } }',
      '{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: in, namespace: shop }, spec: { parentRefs: [{ name: door }], rules: [{ backendRefs: [{ name: bin, port: 80 }] }] } }',
    ].join('\n---\n'),
  );
  await telemetry(`selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: door } }, ${logs}`);
  const [line = ''] = await logged(['http://door-istio/get'], 'door');
  expect(line).toMatch(
    /"GET \/get HTTP\/1\.1" 200 - via_upstream - "-" 0 \d+ \d+ \d+ "10\.244\.[\d.]+" .* outbound\|80\|\|bin\.shop\.svc\.cluster\.local .* - shop\.in\.0$/,
  );
});
