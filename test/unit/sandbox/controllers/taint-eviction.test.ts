import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, type Clusters, eventually, parseManifest, startClusters } from '../../../helpers/clusters.ts';

let clusters: Clusters;
let east: World;

beforeEach(() => {
  clusters = startClusters();
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
});

afterEach(() => clusters.close());

const pod = (name: string): PodObject | undefined =>
  east.store.get<PodObject>({ resource: 'pods', namespace: 'web', name });

const events = (): string[] =>
  east.store
    .list('events', { namespace: 'web' })
    .filter(({ reason }) => reason === 'TaintManagerEviction')
    .map(({ message }) => String(message));

/** A running pod with these tolerations, and the node it runs on. */
async function run(name: string, tolerations: string): Promise<string> {
  const [object] = parseManifest(`
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: web}
spec:
  terminationGracePeriodSeconds: 0
  tolerations: ${tolerations}
  containers: [{name: main, image: "curlimages/curl:8.5.0", command: [sleep, infinity]}]
`);
  apply(east, object as KubeObject);
  await eventually([east], () => pod(name)?.status?.phase === 'Running' || undefined);
  return pod(name)?.spec?.nodeName ?? '';
}

const taint = (node: string, taints: readonly object[]): void => {
  east.store.mutate({ resource: 'nodes', namespace: '', name: node }, (object) => ({
    ...object,
    spec: { ...(object.spec as object), taints },
  }));
};

const special = { key: 'special', value: 'true', effect: 'NoExecute' };

test('a NoExecute taint ends pods that do not tolerate it, and says so; others stay', async () => {
  const node = await run('plain', '[]');
  await run('tolerant', '[{key: special, operator: Exists, effect: NoExecute}]');
  await run('other-value', '[{key: special, value: "false", effect: NoExecute}]');
  taint(node, [special]);
  await eventually([east], () => (!pod('plain') && !pod('other-value')) || undefined);
  expect(events().toSorted()).toEqual([
    'Marking for deletion Pod web/other-value',
    'Marking for deletion Pod web/plain',
  ]);
  expect(pod('tolerant')?.status?.phase).toBe('Running');
});

test('a NoSchedule taint ends none', async () => {
  const node = await run('plain', '[]');
  const after = await run('after', '[{key: special, operator: Exists}]');
  taint(node, [{ ...special, effect: 'NoSchedule' }]);
  taint(after, [{ ...special, effect: 'NoSchedule' }]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(pod('plain')?.status?.phase).toBe('Running');
  expect(events()).toEqual([]);
});

test('a toleration with a time lets the pod stay so long, and for ever when the taint goes before', async () => {
  const node = await run(
    'brief',
    '[{key: special, operator: Exists, effect: NoExecute, tolerationSeconds: 1}]',
  );
  await run('patient', '[{key: special, operator: Exists, effect: NoExecute, tolerationSeconds: 600}]');
  await run('plain', '[]');
  const leaves = (name: string) => pod(name)?.metadata.deletionTimestamp !== undefined;
  taint(node, [special]);
  const whenPlainLeaves = await eventually([east], () =>
    leaves('plain') || !pod('plain') ? { briefLeaves: leaves('brief') || !pod('brief') } : undefined,
  );
  expect(whenPlainLeaves).toEqual({ briefLeaves: false });
  await eventually([east], () => !pod('brief') || undefined);
  taint(node, []);
  await eventually([east], () => events().includes('Cancelling deletion of Pod web/patient') || undefined);
  expect(pod('patient')?.status?.phase).toBe('Running');
});
