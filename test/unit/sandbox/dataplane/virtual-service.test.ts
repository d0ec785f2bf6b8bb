import { afterEach, beforeAll, expect, test } from 'vitest';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture, openShop } from './shop.ts';

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await openShop();
  await clusters.apply(fixture('virtual-service'));
  await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/use-waypoint': 'guard' });
});

const resource = 'virtualservices.networking.istio.io';

afterEach(async () => {
  for (const { metadata } of clusters.east.store.list(resource))
    await clusters.remove(clusters.east, resource, `shop/${metadata.name}`);
});

/** The routes of a host, in YAML. */
const route = (host: string, routes: string, name = host): Promise<void> =>
  clusters.apply(
    `{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: { name: ${name}, namespace: shop },
       spec: { hosts: [${host}], http: [${routes}] } }`,
  );

const curl = async (...args: readonly string[]): Promise<string> =>
  (await clusters.exec(clusters.east, 'client', 'curl', '-s', ...args)).stdout;

const status = (...args: readonly string[]): Promise<string> =>
  curl('-o', '/dev/null', '-w', '%{http_code}', ...args);

/** The versions of reviews that answer many requests. */
async function versions(...args: readonly string[]): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (let turn = 0; turn < 20; turn += 1) {
    const body = await curl(...args, 'http://reviews:9080/reviews/0');
    seen.add(/reviews-(v\d)/.exec(body)?.[1] ?? body);
  }
  return [...seen].sort();
}

const to = (host: string, more = ''): string => `route: [{ destination: { host: ${host}${more} } }]`;
const bin = 'http://bin';

test('subsets take the endpoints with their labels, and the first match in the order of the page wins', async () => {
  expect(await versions()).toEqual(['v1', 'v2']);
  await route(
    'reviews',
    `{ match: [{ headers: { end-user: { exact: jason } } }], ${to('reviews', ', subset: v2')} }, { ${to('reviews', ', subset: v1')} }`,
  );
  expect(await versions()).toEqual(['v1']);
  expect(await versions('-H', 'end-user: jason')).toEqual(['v2']);
});

test('weights share out requests, and one destination gets all whatever its weight', async () => {
  const weighted = (v1: number, v2: number): string =>
    `{ route: [{ destination: { host: reviews, subset: v1 }, weight: ${v1} }, { destination: { host: reviews, subset: v2 }, weight: ${v2} }] }`;
  await route('reviews', weighted(0, 100));
  expect(await versions()).toEqual(['v2']);
  await route('reviews', weighted(50, 50));
  expect(await versions()).toEqual(['v1', 'v2']);
  await route('reviews', '{ route: [{ destination: { host: reviews, subset: v1 }, weight: 0 }] }');
  expect(await versions()).toEqual(['v1']);
});

test.each([
  ['a subset that no DestinationRule has', to('reviews', ', subset: v9'), '503'],
  ['a host that is not there', to('nobody'), '503'],
  ['a port that the service has not', to('reviews', ', port: { number: 81 }'), '503'],
])('%s has no cluster in Envoy: 503 without a word', async (_, destination, expected) => {
  await route('reviews', `{ ${destination} }`);
  expect(await curl('-w', '%{http_code}', 'http://reviews:9080/reviews/0')).toBe(expected);
});

test('requests that no route takes are answered 404, and a route without matches ends the list', async () => {
  await route('bin', `{ match: [{ uri: { prefix: /get } }], ${to('bin')} }`);
  expect(await status(`${bin}/get`)).toBe('200');
  expect(await status(`${bin}/headers`)).toBe('404');
  await route(
    'bin',
    `{ ${to('bin')} }, { match: [{ uri: { prefix: /get } }], directResponse: { status: 418 } }`,
  );
  expect(await status(`${bin}/get`)).toBe('200');
});

test.each([
  ['{ uri: { exact: /get } }', ['/get'], ['/getx']],
  ['{ uri: { prefix: /ge } }', ['/get?x=1'], ['/anything']],
  ['{ uri: { prefix: /GE }, ignoreUriCase: true }', ['/get'], ['/anything']],
  ['{ uri: { regex: "/(get|put)" } }', ['/get'], ['/get/1']],
  ['{ uri: { regex: "(?i)/GET" } }', ['/get'], ['/post']],
  ['{ method: { exact: GET } }', ['/get'], ['-XPOST', '/get']],
  ['{ scheme: { exact: http } }', ['/get'], undefined],
  ['{ scheme: { exact: https } }', undefined, ['/get']],
  ['{ authority: { prefix: shop. } }', ['-H', 'Host: shop.example', '/get'], ['/get']],
  ['{ headers: { x-a: {} } }', ['-H', 'x-a: 1', '/get'], ['/get']],
  ['{ headers: { x-a: { prefix: "1" } } }', ['-H', 'x-a: 12', '/get'], ['-H', 'x-a: 21', '/get']],
  ['{ withoutHeaders: { x-a: { exact: "1" } } }', ['/get'], ['-H', 'x-a: 1', '/get']],
  ['{ queryParams: { v: { regex: "\\\\d+" } } }', ['/get?v=12'], ['/get?v=a']],
  ['{ port: 80 }', ['/get'], undefined],
  ['{ gateways: [mesh] }', ['/get'], undefined],
  ['{ sourceNamespace: shop }', ['/get'], undefined],
])('a match %s takes what it says', async (match, taken, passed) => {
  await route('bin', `{ match: [${match}], directResponse: { status: 299 } }, { ${to('bin')} }`);
  const ask = (args: readonly string[]): Promise<string> =>
    status(...args.slice(0, -1), `${bin}${args.at(-1)}`);
  if (taken) expect(await ask(taken)).toBe('299');
  if (passed) expect(await ask(passed)).not.toBe('299');
});

test.each([
  '{ port: 81 }',
  '{ sourceNamespace: web }',
  '{ sourceLabels: { app: client } }',
  '{ gateways: [edge] }',
])('a match %s is nothing to the waypoint', async (match) => {
  await route('bin', `{ match: [${match}], directResponse: { status: 299 } }`);
  expect(await status(`${bin}/get`)).toBe('200');
});

test('rewrites replace the matched text, and tell the server what was asked for', async () => {
  await route(
    'bin',
    `{ match: [{ uri: { prefix: /api } }], rewrite: { uri: /anything, authority: other }, ${to('bin')} }`,
  );
  const seen = JSON.parse(await curl(`${bin}/api/1?x=2`));
  expect(seen.url).toBe('http://other/anything/1?x=2');
  expect(seen.headers['X-Envoy-Original-Path']).toEqual(['/api/1?x=2']);
  await route(
    'bin',
    `{ rewrite: { uriRegexRewrite: { match: "/v(\\\\d)/(.*)", rewrite: "/anything/\\\\2/\\\\1" } }, ${to('bin')} }`,
  );
  expect(JSON.parse(await curl(`${bin}/v1/books`)).url).toBe('http://bin/anything/books/1');
});

test.each([
  ['{ uri: /new }', '301', 'http://bin/new?q=1'],
  ['{ authority: other, redirectCode: 307 }', '307', 'http://other/get?q=1'],
  ['{ scheme: https }', '301', 'https://bin/get?q=1'],
  ['{ port: 8443, scheme: https }', '301', 'https://bin:8443/get?q=1'],
  ['{ derivePort: FROM_REQUEST_PORT, uri: /x }', '301', 'http://bin/x?q=1'],
])('a redirect %s sends clients on', async (redirect, code, location) => {
  await route('bin', `{ redirect: ${redirect} }`);
  expect(await status('-w', '%{http_code} %{redirect_url}', `${bin}/get?q=1`)).toBe(`${code} ${location}`);
});

test('a direct response is the route itself', async () => {
  await route(
    'bin',
    '{ directResponse: { status: 503, body: { string: closed } }, headers: { response: { set: { x-why: lunch } } } }',
  );
  expect(await curl('-i', `${bin}/get`)).toMatch(/^HTTP\/1.1 503 .*x-why: lunch.*closed$/s);
});

test('faults abort and delay the share of requests that is asked for; without a share, none', async () => {
  await route('bin', `{ fault: { abort: { httpStatus: 555, percentage: { value: 100 } } }, ${to('bin')} }`);
  expect(await curl('-w', ' %{http_code}', `${bin}/get`)).toBe('fault filter abort 555');
  await route('bin', `{ fault: { abort: { httpStatus: 555 } }, ${to('bin')} }`);
  expect(await status(`${bin}/get`)).toBe('200');
  await route(
    'bin',
    `{ fault: { delay: { fixedDelay: 0.3s, percentage: { value: 100 } } }, timeout: 0.2s, ${to('bin')} }`,
  );
  const [code, seconds] = (await status('-w', '%{http_code} %{time_total}', `${bin}/get`)).split(' ');
  expect([code, Number(seconds) >= 0.3]).toEqual(['200', true]);
});

test('a route that takes too long is answered 504', async () => {
  await route('bin', `{ timeout: 200ms, retries: { attempts: 0 }, ${to('bin')} }`);
  expect(await curl('-w', ' %{http_code}', `${bin}/delay/5`)).toBe('upstream request timeout 504');
});

test('retries go on until an answer is good or the tries are used up', async () => {
  await route('bin', `{ retries: { attempts: 60, retryOn: "503", backoff: 1ms }, ${to('bin')} }`);
  for (let turn = 0; turn < 8; turn += 1) expect(await status(`${bin}/status/503:0.5,200:0.5`)).toBe('200');
  await route('bin', `{ retries: { attempts: 60, retryOn: gateway-error, backoff: 1ms }, ${to('bin')} }`);
  expect(await status(`${bin}/status/500`)).toBe('500');
});

test('headers are set, added and removed for a route and for a destination', async () => {
  await route(
    'bin',
    `{ headers: { request: { set: { x-a: route }, remove: [x-b] } },
       route: [{ destination: { host: bin }, headers: { request: { add: { x-c: destination }, set: { Host: told } } } }] }`,
  );
  const { headers } = JSON.parse(await curl('-H', 'x-b: 1', '-H', 'x-a: 1', `${bin}/headers`));
  expect(headers).toMatchObject({ 'X-A': ['route'], 'X-C': ['destination'], Host: ['told'] });
  expect(headers).not.toHaveProperty('X-B');
});

test('other origins learn from Envoy what they may', async () => {
  await route(
    'bin',
    `{ corsPolicy: { allowOrigins: [{ exact: "http://a.example" }], allowMethods: [GET, PUT], allowHeaders: [x-a], maxAge: 24h, allowCredentials: true, exposeHeaders: [x-b] }, ${to('bin')} }`,
  );
  const preflight = ['-i', '-XOPTIONS', '-H', 'Access-Control-Request-Method: PUT', `${bin}/put`];
  const allowed = await curl('-H', 'Origin: http://a.example', ...preflight);
  for (const line of [
    'HTTP/1.1 200 OK',
    'access-control-allow-origin: http://a.example',
    'access-control-allow-credentials: true',
    'access-control-allow-methods: GET,PUT',
    'access-control-allow-headers: x-a',
    'access-control-max-age: 86400',
  ])
    expect(allowed).toContain(line);
  expect(await curl('-H', 'Origin: http://b.example', ...preflight)).not.toContain('86400');
  expect(await curl('-i', '-H', 'Origin: http://a.example', `${bin}/get`)).toMatch(
    /access-control-expose-headers: x-b/,
  );
});

test('copies go to the mirror, and nobody sees their answers', async () => {
  await route('reviews', `{ mirror: { host: details }, ${to('reviews', ', subset: v1')} }`);
  expect(await versions()).toEqual(['v1']);
  await expect
    .poll(() => clusters.log(clusters.east, 'details'))
    .toContainEqual(expect.stringContaining('/reviews/0'));
});

test('routes of the Gateway API and VirtualServices stand in the order of their age', async () => {
  await route('reviews', `{ match: [{ headers: { end-user: {} } }], ${to('reviews', ', subset: v2')} }`);
  await clusters.apply(
    `{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: all, namespace: shop },
       spec: { parentRefs: [{ group: "", kind: Service, name: reviews }], rules: [{ backendRefs: [{ name: reviews-v1, port: 9080 }] }] } }`,
  );
  expect(await versions()).toEqual(['v1']);
  const seen = await versions('-H', 'end-user: jason');
  const [virtual, plain] = [resource, 'httproutes.gateway.networking.k8s.io'].map(
    (each) => clusters.east.store.list(each, { namespace: 'shop' })[0]?.metadata,
  );
  // Objects of one second are ordered by name.
  const isOlder = (virtual?.creationTimestamp ?? '') < (plain?.creationTimestamp ?? '');
  expect(seen).toEqual([isOlder ? 'v2' : 'v1']);
  await clusters.remove(clusters.east, 'httproutes.gateway.networking.k8s.io', 'shop/all');
});

test('a VirtualService of a third namespace, or one that is not exported, is nothing to the waypoint', async () => {
  const direct = 'http: [{ directResponse: { status: 299 } }]';
  const make = (namespace: string, spec: string): Promise<void> =>
    clusters.apply(
      `{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: { name: far, namespace: ${namespace} }, spec: { ${spec} } }`,
    );
  await make('default', `hosts: [bin.shop.svc.cluster.local], ${direct}`);
  expect(await status(`${bin}/get`)).toBe('200');
  await clusters.remove(clusters.east, resource, 'default/far');
  await make('shop', `hosts: ["*.shop.svc.cluster.local"], exportTo: [web], ${direct}`);
  expect(await status(`${bin}/get`)).toBe('200');
  await make('shop', `hosts: ["*.shop.svc.cluster.local"], exportTo: ["."], ${direct}`);
  expect(await status(`${bin}/get`)).toBe('299');
});
