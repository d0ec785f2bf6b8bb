import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../../../src/sandbox/apiserver/fields.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { disruption } from '../../../../src/sandbox/kubernetes/pod-disruption-budget/disruption-controller.ts';
import { quota } from '../../../../src/sandbox/kubernetes/resource-quota/quota-controller.ts';
import { runningPod, startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
let count = 0;
/** A namespace of its own for each test. */
let ns = '';
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  count += 1;
  ns = `n${count}`;
  await api.createNamespace(ns);
});
afterAll(() => api.close());

const kubectl = (args: string, input?: string) => api.kubectl(`-n ${ns} ${args}`, input);
const create = (object: object) => kubectl('create -f -', JSON.stringify(object));

type Resources = Readonly<Record<string, Readonly<Record<string, string>>>>;
const pod = (name: string, resources: Resources = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'i', resources }], ...more },
});

describe('ResourceQuota', () => {
  const quotaOf = (hard: Readonly<Record<string, string>>, more: object = {}) =>
    api.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: ns },
      spec: { hard, ...more },
    });
  const used = (): unknown => {
    settle(api.world, [quota]);
    return at(api.world.store.get({ resource: 'resourcequotas', namespace: ns, name: 'q' }), 'status.used');
  };

  test('counts what is there, refuses what would be too much, and shows both', async () => {
    await kubectl('create configmap early');
    await quotaOf({ configmaps: '2', 'count/roles.rbac.authorization.k8s.io': '1' });
    expect(used()).toEqual({ configmaps: '1', 'count/roles.rbac.authorization.k8s.io': '0' });
    expect((await kubectl('create configmap second')).code).toBe(0);
    expect(await kubectl('create configmap third')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: failed to create configmap: configmaps "third" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=2, limited: configmaps=2\n',
    });
    await kubectl('delete configmap early');
    settle(api.world, [quota]);
    expect((await kubectl('create configmap third')).code).toBe(0);
    expect((await kubectl('get quota')).stdout).toMatch(
      /^NAME +REQUEST +LIMIT +AGE\nq +configmaps: 2\/2, count\/roles\.rbac\.authorization\.k8s\.io: 0\/1 +\d+s\n$/,
    );
  });

  test('of compute resources make each container say what it asks for', async () => {
    await quotaOf({ 'requests.cpu': '1', 'limits.memory': '1Gi', pods: '2' });
    used();
    expect((await create(pod('p'))).stderr).toContain(
      'pods "p" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c',
    );
    const half = { requests: { cpu: '500m' }, limits: { memory: '512Mi' } };
    expect((await create(pod('a', half))).code).toBe(0);
    expect(used()).toEqual({ 'limits.memory': '512Mi', pods: '1', 'requests.cpu': '500m' });
    const more = { requests: { cpu: '600m' }, limits: { memory: '768Mi' } };
    expect((await create(pod('b', more))).stderr).toContain(
      'pods "b" is forbidden: exceeded quota: q, requested: limits.memory=768Mi,requests.cpu=600m, used: limits.memory=512Mi,requests.cpu=500m, limited: limits.memory=1Gi,requests.cpu=1',
    );
    expect((await create(pod('b', half))).code).toBe(0);
    expect(used()).toEqual({ 'limits.memory': '1Gi', pods: '2', 'requests.cpu': '1' });
  });

  test('with a scope is about some pods only', async () => {
    await quotaOf({ pods: '0' }, { scopes: ['BestEffort'] });
    used();
    expect((await create(pod('best'))).stderr).toContain('exceeded quota: q, requested: pods=1');
    expect((await create(pod('burst', { requests: { cpu: '1' } }))).code).toBe(0);
  });

  test('a dry run takes nothing, and services count their node ports', async () => {
    await quotaOf({ 'services.nodeports': '1', services: '3' });
    used();
    expect((await kubectl('create service nodeport s --tcp=80:80 --dry-run=server')).code).toBe(0);
    expect(used()).toEqual({ services: '0', 'services.nodeports': '0' });
    expect((await kubectl('create service nodeport s --tcp=80:80 --tcp=81:81')).stderr).toContain(
      'exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1',
    );
  });

  test.each([
    ['nothing', '1', 'spec.hard[nothing]: Invalid value: nothing: must be a standard resource for quota'],
    ['pods', '1500m', 's:"1500m", Format:"DecimalSI"}: must be an integer'],
    ['cpu', '-1', 'spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ])('of %s=%s is invalid', async (name, amount, text) => {
    const object = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q' },
      spec: { hard: { [name]: amount } },
    };
    expect((await create(object)).stderr).toContain(text);
  });
});

describe('LimitRange', () => {
  const limitRange = (...items: readonly object[]) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'l', namespace: ns },
    spec: { limits: items },
  });
  const limits = (...items: readonly object[]) => api.create(limitRange(...items));

  test('gives containers what they leave out, and says so', async () => {
    await limits({
      type: 'Container',
      default: { cpu: '500m' },
      defaultRequest: { cpu: '250m' },
      max: { memory: '1Gi' },
    });
    await create(pod('p'));
    const { stdout } = await kubectl(
      'get pod p -o jsonpath={.spec.containers[0].resources}{.status.qosClass}',
    );
    expect(stdout).toBe(
      '{"limits":{"cpu":"500m","memory":"1Gi"},"requests":{"cpu":"250m","memory":"1Gi"}}Burstable',
    );
    const { stdout: told } = await kubectl('get pod p -o jsonpath={.metadata.annotations}');
    expect(told).toContain(
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
    );
  });

  test.each([
    [
      { type: 'Container', max: { cpu: '500m' } },
      { limits: { cpu: '1' } },
      'maximum cpu usage per Container is 500m, but limit is 1',
    ],
    [
      { type: 'Container', min: { memory: '64Mi' } },
      { requests: { memory: '1Mi' } },
      'minimum memory usage per Container is 64Mi, but request is 1Mi',
    ],
    [
      { type: 'Pod', max: { cpu: '1' } },
      { requests: { cpu: '2' } },
      'maximum cpu usage per Pod is 1.  No limit is specified',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { requests: { cpu: '100m' }, limits: { cpu: '300m' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
    [
      { type: 'Container', max: { cpu: '500m', memory: '1Gi' } },
      { limits: { cpu: '1', memory: '2Gi' } },
      '[maximum cpu usage per Container is 500m, but limit is 1, maximum memory usage per Container is 1Gi, but limit is 2Gi]',
    ],
  ])('%j refuses a container with %j', async (limit, resources, text) => {
    await limits(limit);
    expect((await create(pod('p', resources))).stderr).toContain(`pods "p" is forbidden: ${text}`);
  });

  test('that contradicts itself is invalid', async () => {
    const { stderr } = await create(
      limitRange(
        { type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } },
        { type: 'Pod', default: { cpu: '1' } },
      ),
    );
    expect(stderr).toContain(
      'spec.limits[0].min[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:2, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"2", Format:"DecimalSI"}: min value 2 is greater than max value 1',
    );
    expect(stderr).toContain("spec.limits[1].default: Forbidden: may not be specified when `type` is 'Pod'");
  });
});

describe('PriorityClass', () => {
  test('gives pods their priority; one of them may be the default', async () => {
    await api.kubectl('create priorityclass high --value=1000 --preemption-policy=Never');
    await create(pod('p', {}, { priorityClassName: 'high' }));
    const fields = '-o jsonpath={.spec.priorityClassName},{.spec.priority},{.spec.preemptionPolicy}';
    expect((await kubectl(`get pod p ${fields}`)).stdout).toBe('high,1000,Never');
    await create(pod('plain'));
    expect((await kubectl(`get pod plain ${fields}`)).stdout).toBe(',0,PreemptLowerPriority');
    await api.kubectl('create priorityclass low --value=-10 --global-default=true');
    await create(pod('later'));
    expect((await kubectl(`get pod later ${fields}`)).stdout).toBe('low,-10,PreemptLowerPriority');
    expect(
      (await api.kubectl('create priorityclass other --value=1 --global-default=true')).stderr,
    ).toContain(
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass low is already marked as default. Only one default can exist',
    );
    await api.kubectl('delete priorityclass low');
  });

  test.each([
    [{ priorityClassName: 'none' }, 'pods "p" is forbidden: no PriorityClass with name none was found'],
    [
      { priority: 7 },
      'pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [{ runtimeClassName: 'none' }, 'pods "p" is forbidden: pod rejected: RuntimeClass "none" not found'],
  ])('a pod with %j is refused', async (more, text) => {
    expect((await create(pod('p', {}, more))).stderr).toContain(text);
  });

  test.each([
    [
      'system-own --value=1',
      "priority class names with 'system-' prefix are reserved for system use only. error: system-own is not a known system priority class",
    ],
    ['huge --value=2000000000', 'maximum allowed value of a user defined priority is 1000000000'],
  ])('%s is refused', async (args, text) => {
    expect((await api.kubectl(`create priorityclass ${args}`)).stderr).toContain(text);
  });
});

describe('PodDisruptionBudget', () => {
  const budget = (name: string, spec: object) =>
    api.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace: ns },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    });
  const pods = (names: readonly string[]): void => {
    for (const name of names) {
      const object = runningPod(name);
      const metadata = { ...object.metadata, namespace: ns, labels: { app: 'web' } };
      api.world.store.create('pods', { ...object, metadata });
    }
  };
  const evict = async (name: string): Promise<{ code: number; message?: string; details?: object }> => {
    const body = JSON.stringify({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace: ns },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const response = await api.request(`/api/v1/namespaces/${ns}/pods/${name}/eviction`, init);
    return (await response.json()) as { code: number };
  };

  test('lets pods be evicted while enough of them are left', async () => {
    pods(['a', 'b', 'c']);
    await budget('web', { minAvailable: 2 });
    settle(api.world, [disruption]);
    expect((await kubectl('get pdb')).stdout).toMatch(
      /^NAME +MIN AVAILABLE +MAX UNAVAILABLE +ALLOWED DISRUPTIONS +AGE\nweb +2 +N\/A +1 +\d+s\n$/,
    );
    expect((await evict('a')).code).toBe(201);
    expect(await evict('b')).toMatchObject({
      code: 429,
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
    });
    settle(api.world, [disruption]);
    expect(await evict('b')).toMatchObject({
      code: 429,
      details: {
        causes: [{ message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }],
      },
    });
    await kubectl('delete pdb web');
    expect((await evict('b')).code).toBe(201);
  });

  test('in percent looks at what the pods’ controllers ask for, and says when they have none', async () => {
    pods(['a']);
    await budget('share', { maxUnavailable: '50%' });
    settle(api.world, [disruption]);
    expect(await evict('a')).toMatchObject({ code: 429 });
    expect((await kubectl('get events -o jsonpath={.items[*].reason}')).stdout).toContain('UnmanagedPods');
  });

  test('of two budgets for a pod neither counts: the pod stays', async () => {
    pods(['a']);
    await budget('one', { minAvailable: 0 });
    await budget('two', { minAvailable: 0 });
    settle(api.world, [disruption]);
    expect(await evict('a')).toMatchObject({
      code: 500,
      message:
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  });
});
