import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../../../src/sandbox/clock.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { horizontalPodAutoscaler } from '../../../../src/sandbox/kubernetes/horizontal-pod-autoscaler/autoscaler-controller.ts';
import { replicaCount } from '../../../../src/sandbox/kubernetes/horizontal-pod-autoscaler/replica-count.ts';
import { stabilize } from '../../../../src/sandbox/kubernetes/horizontal-pod-autoscaler/stabilize.ts';
import type { Condition } from '../../../../src/sandbox/mesh/objects.ts';
import type { Usage } from '../../../../src/sandbox/workloads/runtime.ts';
import { parseManifest } from '../../../helpers/clusters.ts';
import { scriptedRuntime } from '../apiserver/scripted-runtime.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
let usage: Usage | undefined;
let nowMs: number;

/** A clock that stands still until a test moves it; one unit of latency is a second. */
const clock: Clock = { now: () => new Date(nowMs), latencyMs: 1000 };

async function start({ measures = true } = {}): Promise<void> {
  nowMs = Date.now();
  usage = { milliCpu: 50, memoryBytes: 20 * 2 ** 20 };
  const runtime = { ...scriptedRuntime(), measures, usage: () => usage };
  api = await startApi({ runtime, clock });
}

afterEach(() => api.close());

const put = (resource: string, text: string): void => {
  for (const object of parseManifest(text)) api.world.store.create(resource, object);
};

const target = (replicas: number): void =>
  put(
    'deployments.apps',
    `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec: {replicas: ${replicas}, selector: {matchLabels: {app: web}}}
status: {replicas: ${replicas}}`,
  );

/** Pods of the target, each asking for a tenth of a processor. */
const pods = (count: number, requests = '{cpu: 100m, memory: 64Mi}'): void => {
  for (let index = 0; index < count; index += 1)
    put(
      'pods',
      `
apiVersion: v1
kind: Pod
metadata: {name: web-${index}, namespace: default, uid: uid-${index}, labels: {app: web}}
spec: {nodeName: one, containers: [{name: main, image: web, resources: {requests: ${requests}}}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}`,
    );
};

const autoscaler = (spec = '', maxReplicas = 10): void =>
  put(
    'horizontalpodautoscalers.autoscaling',
    `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: default}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: ${maxReplicas}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
  ${spec}`,
  );

/** Lets the autoscaler look once, so many seconds later. */
const look = (seconds = 0): void => {
  nowMs += seconds * 1000;
  settle(api.world, [horizontalPodAutoscaler]);
};

type Read = { readonly spec?: object; readonly status?: object };
const read = (resource: string): Read =>
  (api.world.store.get({ resource, namespace: 'default', name: 'web' }) ?? {}) as Read;
const replicas = (): number => (read('deployments.apps').spec as { replicas: number }).replicas;
const conditions = (): string[] =>
  (read('horizontalpodautoscalers.autoscaling').status as { conditions: Condition[] }).conditions.map(
    ({ type, status, reason }) => `${type}=${status} ${reason}`,
  );
const events = (): unknown[] =>
  api.world.store.list('events').map((event) => (event as { message?: string }).message);

test('without metrics nothing is scaled, and everything says that there are none', async () => {
  await start({ measures: false });
  target(2);
  pods(2);
  autoscaler();
  look();
  expect(replicas()).toBe(2);
  expect(conditions()).toEqual([
    'AbleToScale=True SucceededGetScale',
    'ScalingActive=False FailedGetResourceMetric',
  ]);
  expect(events()).toContain(
    'invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ' +
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from ' +
      'resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
  );
  const { stdout } = await api.kubectl('get hpa --no-headers');
  expect(stdout).toMatch(/^web +Deployment\/web +cpu: <unknown>\/50% +1 +10 +2 +/);
  expect((await api.kubectl('top pods')).stderr).toBe('error: Metrics API not available\n');
});

test('pods that use more than they should become more, at most four times as many at once', async () => {
  await start();
  target(1);
  pods(1);
  autoscaler();
  usage = { milliCpu: 400, memoryBytes: 0 };
  look();
  expect(replicas()).toBe(4);
  expect(conditions()).toEqual([
    'AbleToScale=True SucceededRescale',
    'ScalingActive=True ValidMetricFound',
    'ScalingLimited=True ScaleUpLimit',
  ]);
  expect(events()).toContain(
    'New size: 4; reason: cpu resource utilization (percentage of request) above target',
  );
  expect((await api.kubectl('get hpa --no-headers')).stdout).toMatch(/cpu: 400%\/50%/);
});

test.each([
  [55, 2],
  [45, 2],
  [56, 3],
])('at %i percent where 50 are wanted two pods become %i', async (milliCpu, expected) => {
  await start();
  target(2);
  pods(2);
  autoscaler();
  usage = { milliCpu, memoryBytes: 0 };
  look();
  expect(replicas()).toBe(expected);
});

test('what was recommended within the window keeps it from getting smaller', async () => {
  await start();
  target(4);
  pods(4);
  autoscaler(
    'behavior: {scaleUp: {stabilizationWindowSeconds: 0}, scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Percent, value: 100, periodSeconds: 15}]}}',
  );
  look();
  usage = { milliCpu: 5, memoryBytes: 0 };
  look(15);
  expect(replicas()).toBe(4);
  expect(conditions()[0]).toBe('AbleToScale=True ScaleDownStabilized');
  look(300);
  expect(replicas()).toBe(1);
  expect(events()).toContain('New size: 1; reason: All metrics below target');
});

test.each([
  ['a pod a minute', '{type: Pods, value: 1, periodSeconds: 60}', 3],
  ['half as many a minute', '{type: Percent, value: 50, periodSeconds: 60}', 3],
])('a policy of %s lets it grow no faster', async (_title, policy, expected) => {
  await start();
  target(2);
  pods(2);
  autoscaler(
    `behavior: {scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Max, policies: [${policy}]}}`,
  );
  usage = { milliCpu: 400, memoryBytes: 0 };
  look();
  expect(replicas()).toBe(expected);
  look(15);
  expect(replicas()).toBe(expected);
  expect(conditions()[2]).toBe('ScalingLimited=True ScaleUpLimit');
  look(60);
  expect(replicas()).toBeGreaterThan(expected);
});

test('with a policy of Disabled it does not get smaller at all', async () => {
  await start();
  target(4);
  pods(4);
  const rules =
    '{stabilizationWindowSeconds: 0, selectPolicy: Disabled, policies: [{type: Percent, value: 100, periodSeconds: 15}]}';
  autoscaler(`behavior: {scaleDown: ${rules}}`);
  usage = { milliCpu: 1, memoryBytes: 0 };
  look();
  look(600);
  expect(replicas()).toBe(4);
});

test('it stays within its bounds, whatever is used', async () => {
  await start();
  target(20);
  pods(1);
  autoscaler();
  look();
  expect(replicas()).toBe(10);
  expect(events()).toContain('New size: 10; reason: Current number of replicas above Spec.MaxReplicas');
  usage = { milliCpu: 900, memoryBytes: 0 };
  look(15);
  expect(replicas()).toBe(10);
  expect(conditions()[2]).toBe('ScalingLimited=True TooManyReplicas');
});

test('a container that asks for nothing has no share of it', async () => {
  await start();
  target(1);
  pods(1, '{}');
  autoscaler();
  look();
  expect(conditions()[1]).toBe('ScalingActive=False FailedGetResourceMetric');
  expect(events()).toContain(
    'failed to get cpu utilization: missing request for cpu in container main of Pod web-0',
  );
});

test('a target that is not there, or that has no size, is said', async () => {
  await start();
  autoscaler();
  look();
  expect(conditions()).toEqual(['AbleToScale=False FailedGetScale']);
  expect(events()).toContain('deployments/scale.apps "web" not found');
});

test('pods of two autoscalers are scaled by neither', async () => {
  await start();
  target(1);
  pods(1);
  autoscaler();
  await api.kubectl('autoscale deployment web --name=other --max=3 --cpu-percent=50');
  usage = { milliCpu: 400, memoryBytes: 0 };
  look();
  expect(replicas()).toBe(1);
  expect(conditions()[1]).toBe('ScalingActive=False AmbiguousSelector');
});

test('kubectl top shows what pods use, and nodes what their pods use', async () => {
  await start();
  pods(2);
  put(
    'nodes',
    'apiVersion: v1\nkind: Node\nmetadata: {name: one}\nstatus: {allocatable: {cpu: "1", memory: 400Mi}}',
  );
  const lines = async (args: string): Promise<string[]> =>
    (await api.kubectl(args)).stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd().replace(/ +/g, ' '));
  expect(await lines('top pods --sum')).toEqual(
    [
      'NAME CPU(cores) MEMORY(bytes)',
      'web-0 50m 20Mi',
      'web-1 50m 20Mi',
      '________ ________',
      '100m 40Mi',
    ].map((line) => expect.stringContaining(line)),
  );
  expect(await lines('top nodes')).toEqual([
    'NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)',
    'one 100m 10% 40Mi 10%',
  ]);
  usage = undefined;
  expect((await api.kubectl('top pods')).stdout).not.toContain('web-0');
});

test('the first version has one number, and an object goes through it unchanged', async () => {
  await start();
  target(1);
  const first = `
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, targetCPUUtilizationPercentage: 60}`;
  await api.kubectl('create -f -', first);
  expect(read('horizontalpodautoscalers.autoscaling').spec).toMatchObject({
    minReplicas: 1,
    metrics: [{ resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
  });
  const memory =
    '[{"op":"add","path":"/spec/metrics/-","value":{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"64Mi"}}}}]';
  await api.kubectl(['patch', 'hpa', 'web', '--type=json', '-p', memory]);
  const before = read('horizontalpodautoscalers.autoscaling').spec;
  const { stdout } = await api.kubectl('get horizontalpodautoscalers.v1.autoscaling web -o json');
  expect(JSON.parse(stdout)).toMatchObject({
    metadata: {
      annotations: {
        'autoscaling.alpha.kubernetes.io/metrics':
          '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"64Mi"}}]',
      },
    },
    spec: { targetCPUUtilizationPercentage: 60 },
  });
  await api.kubectl('replace -f -', stdout);
  const metrics = (spec: object) => (spec as { metrics: object[] }).metrics;
  expect(metrics(read('horizontalpodautoscalers.autoscaling').spec ?? {})).toEqual(
    metrics(before ?? {}).toReversed(),
  );
});

test('where nothing is said of a window, it is that of the controller', () => {
  const memory = { recommended: [{ replicas: 4, atMs: 0 }], changes: [], dueMs: 0 };
  const asked = { desired: 1, current: 4 };
  expect(stabilize({ ...asked, nowMs: 299 }, undefined, memory, 300).replicas).toBe(4);
  expect(stabilize({ ...asked, nowMs: 300 }, undefined, memory, 300).replicas).toBe(1);
});

const used = (...milli: number[]) => milli.map((one) => ({ used: one, requested: 100, unready: false }));
const missing = { requested: 100, unready: false };
const unready = { requested: 100, unready: true };

test.each([
  ['as many as use what they should', used(50, 50), 2],
  ['more where they use more', used(100, 100), 4],
  ['fewer where they use less', used(10, 10, 10), 1],
  ['one without metrics counts as idle where there would be more', [...used(100), missing], 2],
  ['one without metrics counts as busy where there would be fewer', [...used(10, 10), missing], 3],
  ['one that is not ready counts as idle where there would be more', [...used(100), unready], 2],
  ['one that is not ready does not count where there would be fewer', [...used(10), unready], 1],
])('%s', (_title, counted, expected) => {
  expect(replicaCount(counted, counted.length, { utilization: 50 }).replicas).toBe(expected);
});
