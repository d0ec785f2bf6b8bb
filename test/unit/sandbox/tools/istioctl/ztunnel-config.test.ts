import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';
import type { TestClusters } from '../../../../helpers/test-clusters.ts';
import { guardShop, openShop, shareFront } from '../../dataplane/shop.ts';

const run = (clusters: TestClusters, ...argv: readonly string[]) => runIstioctl(clusters, argv);

/** Lines of the shop, with addresses and names that differ each time made alike. */
const shop = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => /^(NAMESPACE|shop) /.test(line))
    .map((line) =>
      line
        .replace(/10\.(96|244)\.\d+\.\d+/g, '10.$1.x.x')
        .replace(/-[a-z0-9]+-[a-z0-9]{5}\b/g, '-*')
        .replace(/ +/g, ' '),
    );

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await openShop();
  await shareFront(clusters);
  await clusters.scale(clusters.east, 'shop/front', 0);
});

describe('ztunnel-config', () => {
  test('service lists what ztunnel knows, with the health of each', async () => {
    const { stdout, code } = await run(clusters, '--context', 'east', 'ztunnel-config', 'service');
    expect(code).toBe(0);
    expect(shop(stdout)).toEqual([
      'NAMESPACE SERVICE NAME SERVICE VIP WAYPOINT ENDPOINTS',
      'shop autogen.shop.front 240.240.0.1,2001:2::1 None 1/1',
      'shop details 10.96.x.x None 1/1',
      'shop front 10.96.x.x None 0/0',
      'shop ratings 10.96.x.x None 1/1',
      'shop reviews 10.96.x.x None 2/2',
      'shop reviews-v1 10.96.x.x None 1/1',
      'shop reviews-v2 10.96.x.x None 1/1',
    ]);
    const columns = stdout.split('\n').map((line) => line.indexOf(line.trim().split(/ +/).at(-1) ?? ''));
    expect(new Set(columns.slice(0, -1)).size).toBe(1);
    expect(stdout).toMatch(/^NAMESPACE {11}SERVICE NAME/);
  });

  test('service names the waypoint, of the services that have one', async () => {
    const guarded = await openShop();
    await guardShop(guarded);
    const { stdout } = await run(guarded, 'zc', 'svc', '--service-namespace=shop');
    expect(shop(stdout)).toContain('shop reviews 10.96.x.x guard 2/2');
    expect(shop(stdout)).toContain('shop guard 10.96.x.x None 1/1');
    expect(stdout).not.toContain('istiod');
  });

  test('workload tells who is in the mesh, and what is behind the other gateway', async () => {
    const { stdout } = await run(clusters, 'ztunnel-config', 'workloads', '--workload-namespace', 'shop');
    expect(shop(stdout)).toEqual([
      'NAMESPACE POD NAME ADDRESS NODE WAYPOINT PROTOCOL',
      'shop autogen.west.shop.front None HBONE',
      'shop client-* 10.244.x.x east-worker None HBONE',
      'shop details-* 10.244.x.x east-worker None HBONE',
      'shop ratings-* 10.244.x.x east-worker None HBONE',
      'shop reviews-v1-* 10.244.x.x east-worker None HBONE',
      'shop reviews-v2-* 10.244.x.x east-worker None HBONE',
    ]);
  });

  test('gives its data as JSON and YAML', async () => {
    const { stdout } = await run(
      clusters,
      'ztunnel-config',
      'service',
      '-o',
      'json',
      '--service-namespace',
      'shop',
    );
    const yaml = await run(clusters, 'ztunnel-config', 'service', '-oyaml', '--service-namespace', 'shop');
    const [global] = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(global).toMatchObject({
      name: 'autogen.shop.front',
      hostname: 'front.shop.mesh.internal',
      vips: ['east/240.240.0.1', 'east/2001:2::1'],
    });
    expect(parse(yaml.stdout)).toEqual(JSON.parse(stdout));
    const workloads = await run(
      clusters,
      'ztunnel-config',
      'workload',
      '-o',
      'json',
      '--workload-namespace',
      'shop',
    );
    expect(JSON.parse(workloads.stdout)).toContainEqual(
      expect.objectContaining({
        name: 'autogen.west.shop.front',
        network: 'west',
        networkGateway: { destination: expect.stringMatching(/^west\/172\.18\.0\.\d+:15008$/) },
      }),
    );
  });

  test('policy lists what ztunnel enforces', async () => {
    const policies = await openShop();
    const policy = (name: string, spec: string) =>
      `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: shop }, spec: ${spec} }\n---\n`;
    await policies.apply(
      policy('everyone', '{ rules: [{}] }') +
        policy(
          'some',
          '{ action: DENY, selector: { matchLabels: { app: x } }, rules: [{ to: [{ operation: { ports: ["1"] } }] }] }',
        ) +
        policy('target', '{ targetRefs: [{ group: "", kind: Service, name: front }], rules: [{}] }'),
    );
    const { stdout } = await run(policies, 'ztunnel-config', 'policies');
    expect(stdout).toBe(
      'NAMESPACE POLICY NAME ACTION SCOPE\nshop      everyone    Allow  Namespace\nshop      some        Deny   WorkloadSelector\n',
    );
  });

  test("policies say what ztunnel matches, each of a rule's parts", async () => {
    const policies = await openShop();
    await policies.apply(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
  - from: [{ source: { principals: ["cluster.local/ns/shop/sa/client", "*"], namespaces: ["sh*"], notIpBlocks: ["10.1.2.3"] } }]
    to: [{ operation: { ports: ["9080"] } }]
    when: [{ key: source.principal, notValues: ["*/sa/other"] }]
`);
    const { stdout } = await run(policies, 'zc', 'pol', '-o', 'yaml');
    expect(parse(stdout)).toEqual([
      {
        name: 'callers',
        namespace: 'shop',
        scope: 'WorkloadSelector',
        action: 'Allow',
        rules: [
          [
            [{ destinationPorts: [9080] }],
            [
              {
                principals: [{ Exact: 'cluster.local/ns/shop/sa/client' }, { Presence: [] }],
                namespaces: [{ Prefix: 'sh' }],
                notSourceIps: ['10.1.2.3/32'],
              },
            ],
            [{ notPrincipals: [{ Suffix: '/sa/other' }] }],
          ],
        ],
      },
    ]);
    expect(stdout.indexOf('action:')).toBeLessThan(stdout.indexOf('name:'));
    const workloads = await run(policies, 'zc', 'w', '--workload-namespace', 'shop', '-o', 'json');
    const guarded = (JSON.parse(workloads.stdout) as readonly Record<string, unknown>[]).filter(
      ({ authorizationPolicies }) => authorizationPolicies,
    );
    expect(
      guarded.map(({ canonicalName, canonicalRevision }) => `${canonicalName} ${canonicalRevision}`),
    ).toEqual(['reviews v1', 'reviews v2']);
  });

  test('of a rule that denies by HTTP a match of nothing is left, and one that allows by HTTP is not there', async () => {
    const policies = await openShop();
    const policy = (name: string, action: string) =>
      `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: shop }, spec: { action: ${action}, rules: [{ from: [{ source: { principals: [a] } }], to: [{ operation: { methods: [GET] } }] }] } }\n---\n`;
    await policies.apply(policy('allow', 'ALLOW') + policy('deny', 'DENY'));
    const { stdout } = await run(policies, 'zc', 'policy', '-o', 'json');
    const sent = JSON.parse(stdout) as readonly { readonly name: string; readonly rules: unknown }[];
    expect(sent.map(({ name, rules }) => [name, rules])).toEqual([
      ['allow', []],
      ['deny', [[[{}], [{ principals: [{ Exact: 'a' }] }]]]],
    ]);
  });

  test('a service says how near its endpoints have to be, and by which numbers it goes', async () => {
    const near = await openShop();
    await near.apply(`
apiVersion: v1
kind: Service
metadata: { name: near, namespace: shop }
spec: { trafficDistribution: PreferClose, selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }, { name: named, port: 81, targetPort: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: local, namespace: shop }
spec: { internalTrafficPolicy: Local, publishNotReadyAddresses: true, selector: { app: reviews }, ports: [{ port: 80, targetPort: 9080 }] }
`);
    const { stdout } = await run(near, 'zc', 'svc', '--service-namespace', 'shop', '-o', 'json');
    const services = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(services.find(({ name }) => name === 'near')).toMatchObject({
      ports: { 80: 9080, 81: 0 },
      loadBalancer: {
        mode: 'Failover',
        routingPreferences: ['Network', 'Region', 'Zone'],
        healthPolicy: 'OnlyHealthy',
      },
      ipFamilies: 'IPv4',
      canonical: true,
    });
    expect(services.find(({ name }) => name === 'local')).toMatchObject({
      loadBalancer: { mode: 'Strict', routingPreferences: ['Node'], healthPolicy: 'AllowAll' },
    });
    expect(services.find(({ name }) => name === 'front')).not.toHaveProperty('loadBalancer');
  });

  test('an endpoint that is no pod is a workload too, so that it counts', async () => {
    const services = await run(clusters, 'zc', 'svc', '--service-namespace', 'default');
    expect(services.stdout).toMatch(/^default +kubernetes +10\.96\.0\.1 +None +1\/1$/m);
    const workloads = await run(clusters, 'zc', 'w', '--workload-namespace', 'default');
    expect(workloads.stdout).toMatch(/^default +kubernetes +172\.18\.0\.\d+ +None +TCP$/m);
  });

  test('what each ztunnel has of its own asks for one of them, and is not simulated', async () => {
    const any = await run(clusters, 'zc', 'certs');
    expect([any.code, any.stderr]).toEqual([1, 'Error: ztunnel pod name or --node must be set\n']);
    const one = await run(clusters, 'zc', 'cons', '--node', 'east-worker');
    expect([one.code, one.stderr]).toEqual([
      1,
      'sandbox: istioctl ztunnel-config connections without --file is not simulated\n',
    ]);
    const log = await run(clusters, 'zc', 'log');
    expect(log.stdout).toMatch(
      /^(ztunnel-\w{5}\.istio-system:\ncurrent log level is hickory_server::server=off,info\n\n){2}$/,
    );
  });
});
