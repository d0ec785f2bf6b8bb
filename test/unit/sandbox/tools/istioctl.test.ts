import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { istioctl } from '../../../../src/sandbox/tools/istioctl/istioctl.ts';
import { ContextError } from '../../../../src/sandbox/tools/tool.ts';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import { guardShop, openShop, shareFront } from '../dataplane/shop.ts';

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function run(clusters: TestClusters, ...argv: readonly string[]): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const signal = AbortSignal.timeout(5000);
  const io = { stdout, stderr, stdin: () => new PassThrough(), tty: false, env: {}, cwd: '/', signal };
  const code = await istioctl.run(argv, io, (context = 'east') => {
    if (context === 'east') return clusters.east;
    if (context === 'west') return clusters.west;
    throw new ContextError(`context "${context}" does not exist`);
  });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

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
});

describe('multicluster check', () => {
  const healthy = [
    '✅ Incompatible Environment Variable Check: all relevant environment variables are valid',
    '✅ License Check: license is valid for multicluster',
    '✅ Pod Check (istiod): all pods healthy',
    '✅ Pod Check (ztunnel): all pods healthy',
    '✅ Pod Check (eastwest gateway): all pods healthy',
    '✅ Gateway Check: all eastwest gateways programmed',
    '✅ Peers Check: all clusters connected',
    expect.stringMatching(/^ {3}Connected to west \(address: 172\.18\.0\.\d+\)$/),
    '✅ Shared Services Check: 1 globally shared service(s)',
    '⚠️  Stale Workloads Check: skipped (requires contexts for multiple clusters)',
    '',
  ];

  test('prints one line a check', async () => {
    const { stdout, code } = await run(clusters, '--context=east', 'multicluster', 'check');
    expect(stdout.split('\n')).toEqual(healthy);
    expect(code).toBe(0);
  });

  test('looks at several clusters', async () => {
    const { stdout } = await run(clusters, 'multicluster', 'check', '--contexts', 'east,west');
    expect(stdout.split('\n').filter((line) => line.startsWith('==='))).toEqual([
      '=== Cluster: east ===',
      '=== Cluster: west ===',
    ]);
    expect(stdout).toContain('✅ Stale Workloads Check: no stale workloads found');
  });

  test('says what is wrong, and fails', async () => {
    const broken = await openShop();
    await broken.remove(broken.east, 'secrets', 'istio-system/solo-istio-license');
    await broken.scale(broken.west, 'istio-eastwest/istio-eastwest', 0);
    const { stdout, stderr, code } = await run(broken, 'multicluster', 'check');
    expect(stdout).toContain('⚠️  License Check: found invalid license for multicluster\n');
    expect(stdout).toContain(
      '⚠️  Peers Check: found disconnected cluster(s)\n   Disconnected from west (address: 172.18.0.',
    );
    expect(stdout).toContain('⚠️  Shared Services Check: no globally shared services found\n');
    expect(stdout).toMatch(/\nRun with --verbose flag to see details\n$/);
    expect([stderr, code]).toEqual(['Error: multicluster check found issues\n', 1]);
  });
});

test('version counts the proxies', async () => {
  const { stdout } = await run(clusters, 'version');
  expect(stdout).toBe(
    'client version: 1.29.3-solo\ncontrol plane version: 1.29.3-solo\ndata plane version: 1.29.3-solo (3 proxies)\n',
  );
  expect((await run(clusters, 'version', '--remote=false')).stdout).toBe('client version: 1.29.3-solo\n');
  expect(JSON.parse((await run(clusters, 'version', '-o', 'json')).stdout)).toMatchObject({
    clientVersion: { version: '1.29.3-solo' },
  });
});

test('proxy-status lists who is connected', async () => {
  const { stdout } = await run(clusters, 'proxy-status');
  expect(stdout).toMatch(/^NAME +CLUSTER ISTIOD +VERSION +SUBSCRIBED TYPES\n/);
  expect(
    stdout.match(/^ztunnel-\w{5}\.istio-system +east +istiod-gloo-\S+ 1\.29\.3-solo 2 \(WADS,WDS\)$/gm),
  ).toHaveLength(2);
});

test.each([
  [['frob'], 'Error: unknown command "frob" for "istioctl"\nRun \'istioctl --help\' for usage.\n'],
  [
    ['ztunnel-config', 'frob'],
    'Error: unknown command "frob" for "istioctl ztunnel-config"\nRun \'istioctl ztunnel-config --help\' for usage.\n',
  ],
  [['analyze'], 'sandbox: istioctl analyze is not simulated\n'],
  [['ztunnel-config', 'certs'], 'sandbox: istioctl ztunnel-config certs is not simulated\n'],
  [['multicluster', 'link'], 'sandbox: istioctl multicluster link is not simulated\n'],
  [['ztunnel-config', 'service', '--frob'], 'Error: unknown flag: --frob\n'],
  [['ztunnel-config', 'service', '-o', 'xml'], 'Error: output format "xml" not supported\n'],
  [['ztunnel-config', 'service', '--context'], 'Error: flag needs an argument: --context\n'],
  [['ztunnel-config', 'service', '-i', 'none'], 'Error: no pods found\n'],
])('%j is refused', async (argv, stderr) => {
  expect(await run(clusters, ...argv)).toEqual({ code: 1, stdout: '', stderr });
});
