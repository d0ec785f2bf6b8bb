import { afterEach, beforeEach, expect, test } from 'vitest';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { daemonSet } from '../../../../src/sandbox/kubernetes/daemon-set/daemon-set-controller.ts';
import { scheduler } from '../../../../src/sandbox/kubernetes/pod/scheduler/scheduler.ts';
import type { NodeObject } from '../../../../src/sandbox/kubernetes/workload/workload-objects.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, parseManifest, seedClusters } from '../../../helpers/clusters.ts';

let world: World;

beforeEach(() => {
  world = seedClusters().east;
  apply(world, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
});

afterEach(() => {
  for (const { metadata } of world.store.list('pods')) world.runtime.stop(metadata.uid ?? '');
});

type Given = { readonly image?: string; readonly spec?: string; readonly strategy?: string };

const agent = ({ image = 'curlimages/curl:8.5.0', spec = '', strategy = '' }: Given = {}): void => {
  const [set] = parseManifest(`
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: web}
spec:
  selector: {matchLabels: {app: agent}}
  ${strategy}
  template:
    metadata: {labels: {app: agent}}
    spec:
      tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]
      containers: [{name: main, image: "${image}", command: [sleep, infinity]}]
      ${spec}
`);
  if (set) apply(world, set);
};

const pods = (): readonly PodObject[] => world.store.list<PodObject>('pods', { namespace: 'web' });
const nodesOfPods = (): (string | undefined)[] =>
  pods()
    .map(({ spec }) => spec?.nodeName)
    .toSorted();
const place = () => settle(world, [daemonSet, scheduler]);
const messages = (): unknown[] =>
  world.store.list('events', { namespace: 'web' }).map((event) => (event as { message?: string }).message);
const status = () =>
  world.store.get({ resource: 'daemonsets.apps', namespace: 'web', name: 'agent' })?.status;
const changeNode = (name: string, change: (node: NodeObject) => object): void => {
  world.store.mutate<NodeObject>({ resource: 'nodes', namespace: '', name }, (node) => ({
    ...node,
    ...change(node),
  }));
};

/** Takes the place of the kubelet: every pod with a node becomes ready, but those of a broken image. */
const makeReady = (): void => {
  for (const { metadata, spec } of pods().filter(({ spec }) => spec?.nodeName))
    world.store.mutate({ resource: 'pods', namespace: 'web', name: metadata.name }, (pod) => ({
      ...pod,
      status: {
        ...(pod.status as object),
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: spec?.containers?.[0]?.image === 'broken:1' ? 'False' : 'True' },
        ],
      },
    }));
  settle(world, [daemonSet, scheduler]);
};

test('each pod asks for its node by name, and the scheduler puts it there and says so', () => {
  agent();
  place();
  expect(nodesOfPods()).toEqual(['east-control-plane', 'east-worker']);
  const [pod] = pods();
  expect(pod?.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
    nodeSelectorTerms: [
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod?.spec?.nodeName] }] },
    ],
  });
  expect(messages()).toContainEqual(
    `Successfully assigned web/${pod?.metadata.name} to ${pod?.spec?.nodeName}`,
  );
});

test('its pods tolerate what may be wrong with a node, a cordoned one included', () => {
  changeNode('east-worker', ({ spec }) => ({ spec: { ...spec, unschedulable: true } }));
  agent();
  place();
  expect(nodesOfPods()).toEqual(['east-control-plane', 'east-worker']);
  expect(pods()[0]?.spec?.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
    'node-role.kubernetes.io/control-plane:undefined',
    'node.kubernetes.io/not-ready:NoExecute',
    'node.kubernetes.io/unreachable:NoExecute',
    'node.kubernetes.io/disk-pressure:NoSchedule',
    'node.kubernetes.io/memory-pressure:NoSchedule',
    'node.kubernetes.io/pid-pressure:NoSchedule',
    'node.kubernetes.io/unschedulable:NoSchedule',
  ]);
});

test('a pod for which its node has no room waits, and the other node is no help', () => {
  agent({
    spec: 'initContainers: [{name: big, image: "curlimages/curl:8.5.0", resources: {requests: {cpu: "64"}}}]',
  });
  place();
  expect(nodesOfPods()).toEqual([undefined, undefined]);
  expect(pods()[0]?.status?.conditions?.[0]).toMatchObject({
    type: 'PodScheduled',
    status: 'False',
    message:
      "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. " +
      'preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, ' +
      '1 Preemption is not helpful for scheduling.',
  });
  expect(status()).toMatchObject({ desiredNumberScheduled: 2, numberReady: 0, numberUnavailable: 2 });
});

test('a node that gets a taint keeps its pod, which counts as misplaced; a NoExecute taint takes it away', () => {
  agent();
  place();
  changeNode('east-worker', ({ spec }) => ({
    spec: { ...spec, taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
  }));
  place();
  expect(nodesOfPods()).toEqual(['east-control-plane', 'east-worker']);
  expect(status()).toMatchObject({ desiredNumberScheduled: 1, numberMisscheduled: 1 });
  changeNode('east-worker', ({ spec }) => ({
    spec: { ...spec, taints: [{ key: 'gpu', effect: 'NoExecute' }] },
  }));
  place();
  const staying = pods().filter(({ metadata }) => !metadata.deletionTimestamp);
  expect(staying.map(({ spec }) => spec?.nodeName)).toEqual(['east-control-plane']);
});

const surge = 'updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}';
const imagesByNode = () =>
  pods()
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map(({ spec }) => `${spec?.nodeName} ${spec?.containers?.[0]?.image}`)
    .toSorted();

test('with maxSurge a new pod comes beside the old one, which goes when the new one is ready', () => {
  agent({ strategy: surge, image: 'old:1' });
  place();
  makeReady();
  agent({ strategy: surge, image: 'new:1' });
  place();
  expect(imagesByNode()).toHaveLength(3);
  makeReady();
  makeReady();
  expect(imagesByNode()).toEqual(['east-control-plane new:1', 'east-worker new:1']);
});

test('with maxSurge a new pod that does not become ready leaves every old one where it is', () => {
  agent({ strategy: surge, image: 'old:1' });
  place();
  makeReady();
  agent({ strategy: surge, image: 'broken:1' });
  place();
  makeReady();
  makeReady();
  expect(imagesByNode().filter((text) => text.endsWith('old:1'))).toHaveLength(2);
  expect(imagesByNode()).toHaveLength(3);
});

test.each([
  ['{maxSurge: 1, maxUnavailable: 1}', 'may not be set when maxUnavailable is non-zero'],
  ['{maxSurge: 0, maxUnavailable: 0}', 'cannot be 0 when maxSurge is 0'],
  ['{maxSurge: "120%", maxUnavailable: 0}', 'must not be greater than 100%'],
])('a strategy of %s is refused', (rollingUpdate, why) => {
  expect(() => agent({ strategy: `updateStrategy: {rollingUpdate: ${rollingUpdate}}` })).toThrow(why);
});

test('each change of the template is counted, and its pods carry the count', () => {
  agent({ image: 'old:1' });
  agent({ image: 'new:1' });
  place();
  const set = world.store.get({ resource: 'daemonsets.apps', namespace: 'web', name: 'agent' });
  expect(set?.metadata.annotations).toMatchObject({ 'deprecated.daemonset.template.generation': '2' });
  expect(pods()[0]?.metadata.labels).toMatchObject({ 'pod-template-generation': '2' });
});
