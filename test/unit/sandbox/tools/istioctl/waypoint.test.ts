import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { apply, type Clusters, startClusters } from '../../../../helpers/clusters.ts';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';

type Session = {
  readonly namespaces: readonly { readonly name: string; readonly labels?: Record<string, string> }[];
  readonly steps: readonly {
    readonly run: string;
    readonly prints?: string;
    readonly fails?: string;
    readonly code?: number;
  }[];
};

const session = parse(
  readFileSync(new URL('../../../../fixtures/istioctl/waypoints.yaml', import.meta.url), 'utf8'),
) as Session;

let clusters: Clusters;

beforeAll(() => {
  clusters = startClusters();
  for (const metadata of session.namespaces)
    apply(clusters.east, { apiVersion: 'v1', kind: 'Namespace', metadata });
});

afterAll(() => clusters.close());

describe('waypoints, from none to none, as a cluster has it', () => {
  for (const { run, prints = '', fails = '', code = 0 } of session.steps) {
    test(`istioctl ${run}`, async () => {
      expect(await runIstioctl(clusters, run.split(' '))).toEqual({ code, stdout: prints, stderr: fails });
    });
  }
});

test('a waypoint that nobody programs is waited for, and then given up', async () => {
  apply(clusters.east, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace: 'empty' },
    spec: { hard: { pods: '0' } },
  });
  const argv = 'waypoint apply -n empty --wait --waypoint-timeout 200ms'.split(' ');
  const { code, stderr } = await runIstioctl(clusters, argv);
  expect([code, stderr]).toEqual([1, 'Error: timed out while waiting for waypoint\tempty/waypoint\n']);
});
