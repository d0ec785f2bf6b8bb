import { describe, expect, test } from 'vitest';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { fixture, guardShop, openShop, shareFront } from './shop.ts';

const front = 'http://front:9080/productpage';
const globalFront = 'http://front.shop.mesh.internal:9080/productpage';
const ingress = 'http://door:8080/productpage';

/** Versions of reviews that answered some requests. */
async function versions(clusters: TestClusters, ...args: readonly string[]): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (let turn = 0; turn < 30; turn += 1) {
    const body = await clusters.body(clusters.east, 'client', ...args, 'http://reviews:9080/reviews/0');
    seen.add(/reviews-v\d/.exec(body)?.[0] ?? body);
  }
  return [...seen].sort();
}

describe('a pod in the mesh', () => {
  test('reaches a Service by each of its names, and sees its cluster address', async () => {
    const clusters = await openShop();
    for (const host of ['front', 'front.shop', 'front.shop.svc', 'front.shop.svc.cluster.local']) {
      expect(await clusters.curl(clusters.east, 'client', `http://${host}:9080/productpage`)).toMatch(
        /^200 10\.96\./,
      );
    }
  });

  test('has its connection reset by a Service without endpoints', async () => {
    const clusters = await openShop();
    await clusters.scale(clusters.east, 'shop/front', 0);
    const { code, stderr } = await clusters.exec(clusters.east, 'client', 'curl', '-sS', front);
    expect([code, stderr]).toEqual([56, 'curl: (56) Recv failure: Connection reset by peer\n']);
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/^000 10\.96\.[\d.]+ exit 56$/);
  });

  test("doesn't resolve a global name that nobody shares", async () => {
    const clusters = await openShop();
    const { code, stderr } = await clusters.exec(clusters.east, 'client', 'curl', '-sS', globalFront);
    expect([code, stderr]).toEqual([6, 'curl: (6) Could not resolve host: front.shop.mesh.internal\n']);
  });

  test('gets to the nodes of the other cluster, and to what is on their ports', async () => {
    const clusters = await openShop();
    await clusters.apply(
      '{ apiVersion: v1, kind: Service, metadata: { name: open, namespace: shop }, spec: { type: NodePort, selector: { app: front }, ports: [{ port: 9080, nodePort: 30080 }] } }',
      clusters.west,
    );
    const address = clusters.pod(clusters.west, 'front').status?.hostIP ?? '';
    const at = (port: number) =>
      clusters.curl(clusters.east, 'client', `http://${address}:${port}/productpage`);
    expect(await at(30080)).toBe(`200 ${address}`);
    expect((await clusters.log(clusters.west, 'details')).join('\n')).toContain('GET /details');
    expect(await at(30081)).toMatch(/^000 .* exit (7|56)$/);
  });

  test('is served by the other cluster when its own has no pod left, by the global name only', async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    const pods = async () => {
      const seen = new Set<string>();
      for (let turn = 0; turn < 10; turn += 1) {
        await clusters.curl(clusters.east, 'client', globalFront);
        seen.add((await clusters.log(clusters.west, 'ratings')).length > 1 ? 'west' : 'east');
      }
      return [...seen];
    };
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toMatch(/^200 240\.240\.0\.\d+$/);
    expect(await pods()).toEqual(['east']);
    await clusters.scale(clusters.east, 'shop/front', 0);
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toMatch(/^200 240\.240\.0\.\d+$/);
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/ exit 56$/);
    await clusters.scale(clusters.west, 'shop/front', 0);
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toMatch(/^000 .* exit 56$/);
  });

  test("is turned away by the other cluster's policy, which sees who really calls", async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    await clusters.scale(clusters.east, 'shop/front', 0);
    const policy = (who: string) =>
      `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: who, namespace: shop },
         spec: { selector: { matchLabels: { app: front } }, rules: [{ from: [{ source: { serviceAccounts: [${who}] } }] }] } }`;
    await clusters.apply(policy('ratings'), clusters.west);
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toMatch(/ exit 56$/);
    await clusters.apply(policy('client'), clusters.west);
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toMatch(/^200 /);
  });
});

describe('a pod outside the mesh', () => {
  test('gets to Services but not to global names, and is refused where there is no endpoint', async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/dataplane-mode': undefined });
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/^200 10\.96\./);
    expect(await clusters.curl(clusters.east, 'client', globalFront)).toBe('000  exit 6');
    await clusters.scale(clusters.east, 'shop/front', 0);
    expect(await clusters.curl(clusters.east, 'client', front)).toBe('000  exit 7');
  });

  test('is turned away where mTLS is required', async () => {
    const clusters = await openShop();
    await clusters.apply(
      '{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: strict, namespace: shop }, spec: { mtls: { mode: STRICT } } }',
    );
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/^200 /);
    await clusters.apply(fixture('outsider'));
    expect(await clusters.curl(clusters.east, 'outsider', front)).toMatch(/ exit 56$/);
    await clusters.remove(clusters.east, 'peerauthentications.security.istio.io', 'shop/strict');
    expect(await clusters.curl(clusters.east, 'outsider', front)).toMatch(/^200 /);
  });

  test('never passes a waypoint', async () => {
    const clusters = await openShop();
    await guardShop(clusters);
    await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/dataplane-mode': undefined });
    expect(await versions(clusters)).toEqual(['reviews-v1', 'reviews-v2']);
  });
});

describe('the ingress', () => {
  test('serves the page, and 503 while only the other cluster could', async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    await clusters.apply(fixture('ingress'));
    expect(await clusters.curl(clusters.east, 'client', ingress)).toMatch(/^200 /);
    await clusters.scale(clusters.east, 'shop/front', 0);
    expect(await clusters.body(clusters.east, 'client', ingress)).toBe('no healthy backends');
    expect(await clusters.curl(clusters.east, 'client', ingress)).toMatch(/^503 /);
  });

  test("of Istio's class is an Envoy, which says little", async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    const yaml = fixture('ingress').replace('enterprise-agentgateway', 'istio');
    await clusters.apply(yaml);
    const url = ingress.replace('door', 'door-istio');
    expect(await clusters.curl(clusters.east, 'client', url)).toMatch(/^200 /);
    await clusters.apply(yaml.replace('port: 9080 }', 'port: 9081 }'));
    expect(await clusters.curl(clusters.east, 'client', url)).toMatch(/^503 /);
    expect(await clusters.body(clusters.east, 'client', url)).toBe('');
  });

  test('fails over once agentgateway understands endpoints on other networks', async () => {
    const clusters = await openShop({ agentgatewayCrossesNetworks: true });
    await shareFront(clusters);
    await clusters.apply(fixture('ingress'));
    await clusters.scale(clusters.east, 'shop/front', 0);
    expect(await clusters.curl(clusters.east, 'client', ingress)).toMatch(/^200 /);
  });

  test.each([
    [
      'a parent that is not there',
      'name: door }]\n  rules',
      'name: window }]\n  rules',
      404,
      'route not found',
    ],
    [
      'a backend that is not there',
      'front.shop.mesh.internal',
      'back.shop.mesh.internal',
      500,
      'backend does not exist',
    ],
    ['a backend of the wrong group', 'group: networking.istio.io, ', '', 500, 'no valid backends'],
  ])('answers for a route with %s', async (_, from, to, status, body) => {
    const clusters = await openShop();
    await shareFront(clusters);
    const yaml = fixture('ingress');
    expect(yaml).toContain(from);
    await clusters.apply(yaml.replace(from, to));
    expect(await clusters.curl(clusters.east, 'client', ingress)).toMatch(new RegExp(`^${status} `));
    expect(await clusters.body(clusters.east, 'client', ingress)).toBe(body);
  });

  test('writes an access log line for each request', async () => {
    const clusters = await openShop();
    await shareFront(clusters);
    await clusters.apply(fixture('ingress'));
    await clusters.curl(clusters.east, 'client', ingress);
    const line = (await clusters.log(clusters.east, 'door')).at(-1);
    expect(line).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z\tinfo\trequest gateway=shop\/door listener=web route=shop\/front endpoint=10\.244\.[\d.]+:9080 src\.addr=10\.244\.[\d.]+:\d+ .*http\.method=GET http\.host=door http\.path=\/productpage http\.version=HTTP\/1\.1 http\.status=200 protocol=http duration=\d+ms$/,
    );
  });
});

describe('the waypoint', () => {
  test('routes by header, and logs the route', async () => {
    const clusters = await openShop();
    expect(await versions(clusters)).toEqual(['reviews-v1', 'reviews-v2']);
    await guardShop(clusters);
    expect(await versions(clusters)).toEqual(['reviews-v1']);
    expect(await versions(clusters, '-H', 'end-user: ann')).toEqual(['reviews-v2']);
    expect(await versions(clusters, '-H', 'end-user: Ann')).toEqual(['reviews-v1']);
    await clusters.curl(clusters.east, 'client', 'http://details:9080/details/0');
    const log = await clusters.log(clusters.east, 'guard');
    expect(log.at(-1)).toMatch(
      /gateway=shop\/guard listener=waypoint route=shop\/_waypoint-default .*http\.status=200/,
    );
    expect(log.at(-2)).toMatch(
      /route=shop\/by-user endpoint=10\.244\.[\d.]+:9080 src\.addr=10\.244\.[\d.]+:\d+ http\.method=GET http\.host=reviews http\.path=\/reviews\/0/,
    );
  });

  test.each([
    [
      'a class that nobody implements',
      'enterprise-agentgateway-waypoint',
      'enterprise-agentgateway-waypoints',
    ],
    [
      'parameters that are not there',
      'kind: EnterpriseAgentgatewayParameters, name: identity',
      'kind: EnterpriseAgentgatewayParameters, name: identities',
    ],
  ])('is not in the way with %s', async (_, from, to) => {
    const clusters = await openShop();
    await guardShop(clusters, (yaml) => {
      expect(yaml).toContain(from);
      return yaml.replace(from, to);
    });
    expect(await versions(clusters)).toEqual(['reviews-v1', 'reviews-v2']);
  });

  test('is not in the way under another name than the label says', async () => {
    const clusters = await openShop();
    await guardShop(clusters);
    await clusters.label(clusters.east, 'namespaces', 'shop', { 'istio.io/use-waypoint': 'guards' });
    expect(await versions(clusters)).toEqual(['reviews-v1', 'reviews-v2']);
  });

  test('resets everything when istiod refuses its certificate', async () => {
    const clusters = await openShop();
    await guardShop(clusters, (yaml) => yaml.replace('istioClusterId: east', 'istioClusterId: wset'));
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/ exit 56$/);
  });

  test('answers 500 for a version that is not there, which the page shows as an error', async () => {
    const clusters = await openShop();
    await guardShop(clusters, (yaml) => yaml.replace('name: reviews-v1, port', 'name: reviews-v9, port'));
    expect(await clusters.curl(clusters.east, 'client', 'http://reviews:9080/reviews/0')).toMatch(/^500 /);
    const page = await clusters.body(clusters.east, 'client', front);
    expect(page).toContain('Error fetching product reviews');
    expect(page).toContain('Sorry, product reviews are currently unavailable for this book.');
  });

  test('is what pods behind it see: a policy on pods that lets in the client alone denies', async () => {
    const clusters = await openShop();
    const policy = `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: who, namespace: shop },
      spec: { selector: { matchLabels: { app: details } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/client] } }] }] } }`;
    await clusters.apply(policy);
    const details = 'http://details:9080/details/0';
    expect(await clusters.curl(clusters.east, 'client', details)).toMatch(/^200 /);
    expect(await clusters.curl(clusters.east, 'ratings', details)).toMatch(/ exit 56$/);
    await guardShop(clusters);
    expect(await clusters.curl(clusters.east, 'client', details)).toMatch(/^503 /);
  });
});

describe('egress', () => {
  const url = 'httpbin.org/get';

  /** What ratings and reviews get: a status each. */
  async function both(edit: (yaml: string) => string): Promise<readonly string[]> {
    const clusters = await openShop();
    await clusters.apply(edit(fixture('egress')));
    const seen = [
      await clusters.curl(clusters.east, 'ratings', url),
      await clusters.curl(clusters.east, 'reviews', url),
    ];
    return seen.map((text) => text.replace(/ 240\.240\.\S+/, ' vip').replace(/ 203\.\S+/, ' public'));
  }

  const without = (yaml: string, kind: string): string =>
    yaml
      .split('---\n')
      .filter((document) => !document.includes(`kind: ${kind}\n`))
      .join('---\n');

  test.each<[string, readonly string[], (yaml: string) => string]>([
    ['as it is meant', ['200 vip', '403 vip'], (yaml) => yaml],
    ['another account', ['403 vip', '403 vip'], (yaml) => yaml.replace('sa/ratings]', 'sa/rating]')],
    [
      'a principal with its scheme',
      ['403 vip', '403 vip'],
      (yaml) =>
        yaml.replace('[cluster.local/', '["spiffe://cluster.local/').replace('sa/ratings]', 'sa/ratings"]'),
    ],
    [
      'a wildcard',
      ['200 vip', '403 vip'],
      (yaml) => yaml.replace('[cluster.local/ns/shop/sa/ratings]', '["*/sa/ratings"]'),
    ],
    ['DENY instead of ALLOW', ['403 vip', '200 vip'], (yaml) => yaml.replace('ALLOW', 'DENY')],
    ['AUDIT instead of ALLOW', ['200 vip', '200 vip'], (yaml) => yaml.replace('ALLOW', 'AUDIT')],
    ['not this principal', ['403 vip', '200 vip'], (yaml) => yaml.replace('principals', 'notPrincipals')],
    [
      'a target that is not there',
      ['200 vip', '200 vip'],
      (yaml) => yaml.replace('ServiceEntry, name: outside', 'ServiceEntry, name: inside'),
    ],
    ['no DestinationRule', ['400 vip', '403 vip'], (yaml) => without(yaml, 'DestinationRule')],
    ['TLS turned off', ['400 vip', '403 vip'], (yaml) => yaml.replace('SIMPLE', 'DISABLE')],
    ['no ServiceEntry', ['200 public', '200 public'], (yaml) => without(yaml, 'ServiceEntry')],
    [
      'no waypoint label',
      ['400 vip', '400 vip'],
      (yaml) => yaml.replace(/\n {2}labels: \{ istio.io\/use-waypoint: exit.*\}/, ''),
    ],
    [
      'attachment from everywhere left out',
      ['400 vip', '400 vip'],
      (yaml) => yaml.replace(', allowedRoutes: { namespaces: { from: All } }', ''),
    ],
    [
      'a policy on paths',
      ['200 vip', '403 vip'],
      (yaml) =>
        yaml.replace(
          'rules: [{ from',
          'rules: [{ to: [{ operation: { methods: [GET], paths: [/g*] } }], from',
        ),
    ],
    [
      'a policy on other paths',
      ['403 vip', '403 vip'],
      (yaml) => yaml.replace('rules: [{ from', 'rules: [{ to: [{ operation: { paths: [/post] } }], from'),
    ],
  ])('with %s gives %j', async (_, expected, edit) => {
    expect(await both(edit)).toEqual(expected);
  });

  test('denies with a body of its own, and calls on with TLS', async () => {
    const clusters = await openShop();
    await clusters.apply(fixture('egress'));
    expect(await clusters.body(clusters.east, 'reviews', url)).toBe('RBAC: access denied');
    const { stderr } = await clusters.exec(clusters.east, 'reviews', 'curl', '-sv', url);
    expect(stderr).toContain('< HTTP/1.1 403 Forbidden\r\n');
    const body = await clusters.body(clusters.east, 'ratings', url);
    expect(body.split('\n').slice(0, 5)).toEqual([
      '{',
      '  "args": {}, ',
      '  "headers": {',
      '    "Accept": "*/*", ',
      '    "Host": "httpbin.org", ',
    ]);
    expect(body).toContain('"url": "https://httpbin.org/get"');
    expect((await clusters.log(clusters.east, 'exit')).at(-1)).toMatch(/http\.status=200/);
    expect((await clusters.log(clusters.east, 'exit')).at(-2)).toMatch(
      /http\.status=403 .*error="authorization failed" reason=Authorization/,
    );
  });

  test('uses the words of agentgateway when told to', async () => {
    const clusters = await openShop({ agentgatewayDenial: 'authorization failed' });
    await clusters.apply(fixture('egress'));
    expect(await clusters.body(clusters.east, 'reviews', url)).toBe('authorization failed');
  });

  test('without a target guards the namespace itself', async () => {
    const clusters = await openShop();
    await clusters.apply(fixture('egress').replace(/\n {2}targetRefs: .*\n/, '\n'));
    expect(await clusters.curl(clusters.east, 'client', front)).toMatch(/ exit 56$/);
    expect(await clusters.curl(clusters.east, 'ratings', front)).toMatch(/^200 /);
    expect(await clusters.curl(clusters.east, 'reviews', url)).toMatch(/^200 /);
  });
});

test("ztunnel's log tells who called whom, and why a call failed", async () => {
  const clusters = await openShop();
  await clusters.curl(clusters.east, 'client', front);
  await clusters.scale(clusters.east, 'shop/front', 0);
  await clusters.curl(clusters.east, 'client', front);
  const node = clusters.pod(clusters.east, 'client').spec?.nodeName;
  const ztunnel = clusters.east.store
    .list('pods')
    .find(
      (pod) =>
        pod.metadata.labels?.app === 'ztunnel' && (pod.spec as { nodeName?: string }).nodeName === node,
    );
  const log = ztunnel ? await clusters.logOf(clusters.east, ztunnel) : [];
  const client = log.filter((line) => line.includes('src.workload="client-'));
  expect(client).toContainEqual(
    expect.stringMatching(
      /\tinfo\taccess\tconnection complete\tsrc\.addr=10\.244\.[\d.]+:\d+ src\.workload="client-[^"]+" src\.namespace="shop" src\.identity="spiffe:\/\/cluster\.local\/ns\/shop\/sa\/client" dst\.addr=10\.244\.[\d.]+:15008 dst\.hbone_addr=10\.244\.[\d.]+:9080 dst\.service="front\.shop\.svc\.cluster\.local" .* direction="outbound" bytes_sent=\d+ bytes_recv=\d+ duration="\d+ms"$/,
    ),
  );
  const sizes = (line = ''): readonly number[] =>
    [/bytes_sent=(\d+)/, /bytes_recv=(\d+)/].map((pattern) => Number(pattern.exec(line)?.[1]));
  const [out, into] = ['outbound', 'inbound'].map((direction) =>
    sizes(client.find((line) => line.includes(`direction="${direction}"`))),
  );
  expect(into?.toReversed(), 'what one end sends, the other receives').toEqual(out);
  expect(client.find((line) => line.includes('direction="inbound"'))).toContain(
    'dst.service="front.shop.svc.cluster.local"',
  );
  expect(client.at(-1)).toMatch(
    /\twarn\taccess\tconnection failed\t.* error="no healthy upstream: 10\.96\.[\d.]+:9080"$/,
  );
});
