import { beforeAll, describe, expect, test } from 'vitest';
import { apply, seedClusters } from '../../../../helpers/clusters.ts';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';

let clusters: ReturnType<typeof seedClusters>;

beforeAll(() => {
  clusters = seedClusters();
});

const run = (...argv: readonly string[]) => runIstioctl(clusters, argv);

describe('version', () => {
  test('counts the proxies', async () => {
    expect((await run('version')).stdout).toBe(
      'client version: 1.29.3-solo\ncontrol plane version: 1.29.3-solo\ndata plane version: 1.29.3-solo (3 proxies)\n',
    );
    expect((await run('version', '--remote=false')).stdout).toBe('client version: 1.29.3-solo\n');
  });

  test('as JSON is indented by two, and has every field of a build', async () => {
    expect((await run('version', '--remote=false', '-o', 'json')).stdout).toBe(`{
  "clientVersion": {
    "version": "1.29.3-solo",
    "revision": "unknown",
    "golang_version": "unknown",
    "status": "Clean",
    "tag": "1.29.3-solo"
  }
}
`);
    const all = JSON.parse((await run('version', '-o', 'json')).stdout);
    expect(all.meshVersion).toEqual([
      { Component: 'pilot', Revision: 'gloo', Info: expect.objectContaining({ version: '1.29.3-solo' }) },
    ]);
    expect(all.dataPlaneVersion.map(({ Type }: { Type: string }) => Type)).toEqual([
      'ztunnel',
      'ztunnel',
      'ztunnel',
    ]);
  });

  test('without a control plane says so and knows itself', async () => {
    expect(await run('version', '-i', 'none')).toEqual({
      code: 0,
      stdout: 'client version: 1.29.3-solo\n',
      stderr: 'Istio is not present in the cluster: no running Istio pods in namespace "none"\n',
    });
  });
});

describe('proxy-status', () => {
  test('lists who is connected, by name, five blanks apart', async () => {
    const { stdout } = await run('proxy-status');
    expect(stdout).toMatch(/^NAME {2,}CLUSTER {5}ISTIOD {2,}VERSION {9}SUBSCRIBED TYPES\n/);
    expect(
      stdout.match(
        /^ztunnel-\w{5}\.istio-system {2,}east {8}istiod-gloo-\S+ {5}1\.29\.3-solo {5}2 \(WADS,WDS\)$/gm,
      ),
    ).toHaveLength(2);
    const own = await run('ps', '-n', 'istio-eastwest');
    expect(own.stdout).not.toContain('ztunnel');
  });

  test('of a ztunnel has nothing to compare', async () => {
    const { stdout } = await run('ps', 'ds/ztunnel', '-n', 'istio-system');
    expect(stdout).toMatch(/^Sync diff is not available for ztunnel pod ztunnel-\w{5}\.istio-system\n$/);
  });
});

test("remote-clusters has the istiod's own cluster, and refuses what would add others", async () => {
  expect((await run('remote-clusters')).stdout).toMatch(
    /^NAME {5}SECRET {5}STATUS {5}ISTIOD\neast {16}synced {5}istiod-gloo-\S+\n$/,
  );
  const { west } = clusters;
  apply(west, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'other', namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' } },
  });
  const { stderr } = await run('remote-clusters', '--context', 'west');
  expect(stderr).toBe('sandbox: remote secrets (other) are not simulated\n');
});

test('tag list has the tags of webhooks and Services, with the namespaces that use them', async () => {
  const { east } = clusters;
  const none = await run('tag', 'list', '-i', 'none');
  apply(east, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'istiod-canary',
      namespace: 'istio-system',
      labels: { 'istio.io/tag': 'canary', 'istio.io/rev': 'gloo' },
    },
    spec: { ports: [{ port: 15012 }] },
  } as never);
  apply(east, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'new', labels: { 'istio.io/rev': 'canary' } },
  });
  expect(none.code).toBe(0);
  expect((await run('tag', 'list')).stdout).toMatch(/^canary +gloo +new$/m);
});

describe('precheck', () => {
  test('finds nothing where Istio runs', async () => {
    expect(await run('x', 'precheck')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        '✔ No issues found when checking the cluster. Istio is safe to install or upgrade!\n  To get started, check out https://istio.io/latest/docs/setup/getting-started/.\n',
    });
  });

  test('finds what whoever asks may not do, and versions that are too old', async () => {
    const { west } = clusters;
    const key = {
      resource: 'customresourcedefinitions.apiextensions.k8s.io',
      namespace: '',
      name: 'httproutes.gateway.networking.k8s.io',
    };
    west.store.mutate(key, (definition) => ({
      ...definition,
      spec: { ...(definition.spec as object), versions: [{ name: 'v1beta1', served: true }] },
    }));
    const { code, stdout, stderr } = await runIstioctl(clusters, ['x', 'precheck', '--context', 'west'], {
      groups: ['system:authenticated'],
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Error \[IST0141\] \(Cluster\) Missing required permission to create resource clusterrolebindings \(.*\)$/m,
    );
    expect(stdout).toContain(
      'Warning [IST0172] (CustomResourceDefinition httproutes.gateway.networking.k8s.io) The Gateway API CRD version v1beta1 is lower than the minimum version: v1\n',
    );
    expect(stderr).toMatch(/^Error: Issues found when checking the cluster\./);
  });
});

describe('install', () => {
  test('says what is there already, part by part', async () => {
    const { code, stdout, stderr } = await run('install', '--set', 'profile=ambient', '-y');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe(
      [
        '✔ Istio core installed ⛵️',
        '✔ Istiod installed 🧠',
        '✔ CNI installed 🪢',
        '✔ Ztunnel installed 🔒',
        '✔ Installation complete',
        'The ambient profile has been installed successfully, enjoy Istio without sidecars!',
        'sandbox: Istio 1.29.3-solo was there already; nothing has been changed',
        '',
      ].join('\n'),
    );
  });

  test('asks first, and takes a no', async () => {
    const argv = ['install', '--set', 'profile=ambient'];
    const no = await runIstioctl(clusters, argv, { stdin: 'n\n' });
    expect(no).toEqual({
      code: 1,
      stdout: 'This will install the Istio 1.29.3 profile "ambient" into the cluster. Proceed? (y/N) ',
      stderr: 'Cancelled.\n',
    });
    expect((await runIstioctl(clusters, argv, { stdin: 'yes\n' })).code).toBe(0);
  });

  test.each([
    [['install', '-y'], 'sandbox: istioctl install without --set profile=ambient is not simulated\n'],
    [
      ['install', '-y', '--set', 'profile=demo'],
      'sandbox: istioctl install --set profile=demo is not simulated\n',
    ],
    [
      ['install', '-y', '--set', 'profile=ambient', '--set', 'values.global.platform=gke'],
      'sandbox: istioctl install --set values.global.platform=gke is not simulated\n',
    ],
    [['install', '-f', 'x.yaml'], 'sandbox: istioctl install --filename is not simulated\n'],
    [['install', 'now'], 'Error: accepts 0 arg(s), received 1\n'],
  ])('%j is refused', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('does not say of a part that is broken that it is installed', async () => {
    const broken = seedClusters();
    for (const { metadata } of broken.east.store.list('pods', { namespace: 'istio-system' })) {
      if (!metadata.name.startsWith('ztunnel')) continue;
      broken.east.store.mutate(
        { resource: 'pods', namespace: 'istio-system', name: metadata.name },
        (pod) => ({ ...pod, status: { phase: 'Pending' } }),
      );
    }
    const { code, stderr } = await runIstioctl(broken, ['install', '--set', 'profile=ambient', '-y']);
    expect([code, stderr]).toEqual([
      1,
      'sandbox: installing Ztunnel again is not simulated: it is gone, or not ready\n',
    ]);
  });
});
