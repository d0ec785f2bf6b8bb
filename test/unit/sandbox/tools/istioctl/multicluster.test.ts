import { beforeAll, describe, expect, test } from 'vitest';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';
import type { TestClusters } from '../../../../helpers/test-clusters.ts';
import { openShop, shareFront } from '../../dataplane/shop.ts';

const run = (clusters: TestClusters, ...argv: readonly string[]) => runIstioctl(clusters, argv);

let clusters: TestClusters;

beforeAll(async () => {
  clusters = await openShop();
  await shareFront(clusters);
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
