import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteObject } from '../../../../src/sandbox/apiserver/store/delete.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import type { JobObject } from '../../../../src/sandbox/kubernetes/workload/workload-objects.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, type Clusters, eventually, startClusters } from '../../../helpers/clusters.ts';

let clusters: Clusters;
let east: World;

beforeEach(() => {
  clusters = startClusters();
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'work' } });
});
afterEach(() => clusters.close());

const key = (resource: string, name: string) => ({ resource, namespace: 'work', name });
const jobKey = key('jobs.batch', 'count');
const job = (): JobObject | undefined => east.store.get<JobObject>(jobKey);
const pods = (): PodObject[] => east.store.list<PodObject>('pods', { namespace: 'work' });
const indexOf = ({ metadata }: PodObject): string =>
  metadata.annotations?.['batch.kubernetes.io/job-completion-index'] ?? '';
const events = (): string[] =>
  east.store.list('events', { namespace: 'work' }).map(({ reason, message }) => `${reason}: ${message}`);

type Made = { readonly script?: string; readonly image?: string; readonly restartPolicy?: string };

/** Applies a Job whose pods run a script. */
function run(
  spec: object,
  { script = 'true', image = 'curlimages/curl:8.5.0', restartPolicy = 'Never' }: Made = {},
) {
  return apply(east, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'count', namespace: 'work' },
    spec: {
      ...spec,
      template: {
        spec: { restartPolicy, containers: [{ name: 'main', image, command: ['sh', '-c', script] }] },
      },
    },
  });
}

/** Waits for a condition to be True; gives the job as it is then. */
const until = (type: string): Promise<JobObject> =>
  eventually([east], () => {
    const found = job();
    return found?.status?.conditions?.some((one) => one.type === type && one.status === 'True')
      ? found
      : undefined;
  });

const conditions = ({ status }: JobObject): string[] =>
  (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason}`);

const indexed = (completions: number, more: object = {}) => ({
  completionMode: 'Indexed',
  completions,
  parallelism: completions,
  ...more,
});

/** Pods that go on until somebody ends them, one in the hand. */
async function running(count: number): Promise<PodObject> {
  const found = await eventually([east], () => {
    const alive = pods().filter(
      ({ metadata, status }) => status?.phase === 'Running' && !metadata.deletionTimestamp,
    );
    return alive.length === count ? alive : undefined;
  });
  return found[0] as PodObject;
}

const emptied = (): Promise<true> => eventually([east], () => (pods().length === 0 ? true : undefined));

describe('a job with indexes', () => {
  test('runs one pod for each, which finds its index in label, annotation, name, host and environment', async () => {
    run(indexed(3), { script: 'echo "$JOB_COMPLETION_INDEX $HOSTNAME"' });
    const done = await until('Complete');
    expect(done.status).toMatchObject({ succeeded: 3, completedIndexes: '0-2', ready: 0, terminating: 0 });
    expect(done.status).not.toHaveProperty('active');
    expect(conditions(done)).toEqual([
      'SuccessCriteriaMet=True CompletionsReached',
      'Complete=True CompletionsReached',
    ]);
    const logs = pods().map(async (pod) => {
      const index = indexOf(pod);
      expect(pod.metadata.name).toMatch(new RegExp(`^count-${index}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
      expect(pod.metadata.labels).toMatchObject({
        'batch.kubernetes.io/job-completion-index': index,
        'batch.kubernetes.io/job-name': 'count',
      });
      expect(pod.metadata.finalizers ?? []).toEqual([]);
      expect(await logOf(pod)).toBe(`${index} count-${index}\n`);
    });
    await Promise.all(logs);
    expect(pods().map(indexOf)).toEqual(['0', '1', '2']);
    expect(events()).toContain('Completed: Job completed');
  });

  test('never runs more pods at a time than it may', async () => {
    let most = 0;
    const stop = east.store.subscribe(() => {
      const active = pods().filter(({ status }) => status?.phase !== 'Succeeded');
      most = Math.max(most, active.length);
    });
    run(indexed(6, { parallelism: 2 }));
    expect((await until('Complete')).status).toMatchObject({ succeeded: 6, completedIndexes: '0-5' });
    stop();
    expect(most).toBe(2);
  });

  test('with a limit for each index runs the others to their end, and says which have failed', async () => {
    run(indexed(4, { backoffLimitPerIndex: 1 }), {
      script: 'if [ "$JOB_COMPLETION_INDEX" = 1 ] || [ "$JOB_COMPLETION_INDEX" = 2 ]; then exit 4; fi',
    });
    const done = await until('Failed');
    expect(done.status).toMatchObject({
      completedIndexes: '0,3',
      failedIndexes: '1,2',
      failed: 4,
      succeeded: 2,
    });
    expect(conditions(done)).toEqual(['FailureTarget=True FailedIndexes', 'Failed=True FailedIndexes']);
    const tries = pods()
      .filter((pod) => indexOf(pod) === '1')
      .map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']);
    expect(tries.sort()).toEqual(['0', '1']);
    expect(events()).toContain('FailedIndexes: Job has failed indexes');
  });

  test('gives up when more indexes have failed than may', async () => {
    run(indexed(3, { backoffLimitPerIndex: 0, maxFailedIndexes: 0, parallelism: 1 }), {
      script: 'exit 1',
    });
    const done = await until('Failed');
    expect(conditions(done)).toContain('Failed=True MaxFailedIndexesExceeded');
    expect(done.status?.failedIndexes).toBe('0');
  });

  test('is done early when its success policy says so, and ends the other pods', async () => {
    run(indexed(3, { successPolicy: { rules: [{ succeededIndexes: '1-2', succeededCount: 1 }] } }), {
      script: 'if [ "$JOB_COMPLETION_INDEX" = 2 ]; then true; else sleep 1000; fi',
    });
    const done = await until('Complete');
    expect(conditions(done)).toContain('Complete=True SuccessPolicy');
    expect(done.status).toMatchObject({ succeeded: 1, completedIndexes: '2' });
    expect(pods().map(indexOf)).toEqual(['2']);
  });

  test('of a pod failure policy that gives up an index, that index is not tried again', async () => {
    const rule = { action: 'FailIndex', onExitCodes: { operator: 'In', values: [1, 2] } };
    run(indexed(2, { backoffLimitPerIndex: 3, podFailurePolicy: { rules: [rule] } }), {
      script: 'exit "$JOB_COMPLETION_INDEX"',
    });
    expect((await until('Failed')).status).toMatchObject({
      completedIndexes: '0',
      failedIndexes: '1',
      failed: 1,
    });
    expect(pods()).toHaveLength(2);
  });
});

describe('a job without indexes', () => {
  test('has succeeded when one of its pods has, where it does not say how many', async () => {
    run({ parallelism: 2 });
    const done = await until('Complete');
    expect(done.spec).not.toHaveProperty('completions');
    expect(done.status?.succeeded).toBeGreaterThan(0);
  });

  test('tries again as often as it may, and then has failed', async () => {
    run({ backoffLimit: 2 }, { script: 'exit 3' });
    const done = await until('Failed');
    expect(done.status).toMatchObject({ failed: 3 });
    expect(done.status).not.toHaveProperty('completionTime');
    expect(conditions(done)).toEqual([
      'FailureTarget=True BackoffLimitExceeded',
      'Failed=True BackoffLimitExceeded',
    ]);
    expect(events()).toContain('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  test('whose containers restart in their pod has failed when they have done so too often', async () => {
    run({ backoffLimit: 1 }, { script: 'exit 3', restartPolicy: 'OnFailure' });
    expect(conditions(await until('Failed'))).toContain('Failed=True BackoffLimitExceeded');
    await emptied();
  });

  test('fails at once when its policy says so, and tells by which rule', async () => {
    const onExitCodes = { containerName: 'main', operator: 'NotIn', values: [1, 2] };
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }];
    run(
      { podFailurePolicy: { rules: [...rules, { action: 'FailJob', onExitCodes }] } },
      { script: 'exit 42' },
    );
    const done = await until('Failed');
    expect(done.status?.failed).toBe(1);
    const [pod] = pods();
    expect(done.status?.conditions?.at(-1)).toMatchObject({
      reason: 'PodFailurePolicy',
      message: `Container main for pod work/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`,
    });
  });

  test('that takes too long is ended', async () => {
    run({ activeDeadlineSeconds: 1 }, { script: 'sleep 1000' });
    const done = await until('Failed');
    expect(conditions(done)).toContain('Failed=True DeadlineExceeded');
    expect(done.status?.conditions?.at(-1)?.message).toBe('Job was active longer than specified deadline');
    await emptied();
  });

  test('replaces a pod that somebody deletes, and counts it as failed', async () => {
    run({}, { script: 'sleep 1000' });
    const pod = await running(1);
    deleteObject(east.store, key('pods', pod.metadata.name));
    await eventually([east], () => (east.store.get(key('pods', pod.metadata.name)) ? undefined : true));
    const other = await running(1);
    expect(other.metadata.uid).not.toBe(pod.metadata.uid);
    expect(job()?.status).toMatchObject({ failed: 1, active: 1 });
  });

  test('that waits until a pod has really ended replaces it then', async () => {
    run({ podReplacementPolicy: 'Failed' }, { script: 'sleep 1000' });
    const pod = await running(1);
    let most = 0;
    const stop = east.store.subscribe(() => {
      const alive = pods().filter(({ status }) => status?.phase !== 'Failed');
      most = Math.max(most, alive.length);
    });
    deleteObject(east.store, key('pods', pod.metadata.name));
    await eventually([east], () => (job()?.status?.failed === 1 ? true : undefined));
    await running(1);
    stop();
    expect(most).toBe(1);
  });
});

test('a suspended job has no pods; resumed it runs, and its time begins', async () => {
  run({ suspend: true });
  const waiting = await until('Suspended');
  expect(waiting.status).not.toHaveProperty('startTime');
  expect(pods()).toEqual([]);
  const { spec } = waiting;
  east.store.update<JobObject>('jobs.batch', { ...waiting, spec: { ...spec, suspend: false } });
  const done = await until('Complete');
  expect(conditions(done)).toContain('Suspended=False JobResumed');
  expect(done.status?.startTime).toBeDefined();
  expect(events()).toEqual(expect.arrayContaining(['Suspended: Job suspended', 'Resumed: Job resumed']));
});

test('a job that is suspended while it runs loses its pods', async () => {
  run({}, { script: 'sleep 1000' });
  await running(1);
  east.store.mutate<JobObject>(jobKey, (found) => ({ ...found, spec: { ...found.spec, suspend: true } }));
  await until('Suspended');
  await emptied();
});

test('a job that has ended goes, with its pods, when its time is up', async () => {
  run({ ttlSecondsAfterFinished: 0 });
  await eventually([east], () =>
    events().includes('Completed: Job completed') && !job() ? true : undefined,
  );
  await emptied();
});

test('the pods of a job go with it, also those that are not counted yet', async () => {
  run({ completions: 2, parallelism: 2 }, { script: 'sleep 1000' });
  await running(2);
  deleteObject(east.store, jobKey);
  await emptied();
});

test('pods that are cut loose from their job stay, and nothing holds them back', async () => {
  run({}, { script: 'sleep 1000' });
  const pod = await running(1);
  deleteObject(east.store, jobKey, { propagationPolicy: 'Orphan' });
  await eventually([east], () => {
    const found = east.store.get(key('pods', pod.metadata.name));
    const { ownerReferences = [], finalizers = [] } = found?.metadata ?? {};
    return found && ownerReferences.length + finalizers.length === 0 ? true : undefined;
  });
  expect(job()).toBeUndefined();
  deleteObject(east.store, key('pods', pod.metadata.name));
  await emptied();
});

test('a namespace goes with the jobs that run in it', async () => {
  run({ completions: 2, parallelism: 2 }, { script: 'sleep 1000' });
  await running(2);
  const namespace = { resource: 'namespaces', namespace: '', name: 'work' };
  deleteObject(east.store, namespace);
  await eventually([east], () => (east.store.get(namespace) ? undefined : true));
});

test('an opaque image is named at the job, which runs on and never succeeds', async () => {
  run({ activeDeadlineSeconds: 3 }, { image: 'example.com/strange:1' });
  const message = 'sandbox: image "example.com/strange:1" is opaque';
  await eventually([east], () =>
    events().some((one) => one.startsWith(`NotSimulated: ${message}`)) ? true : undefined,
  );
  expect(job()?.status).toMatchObject({ active: 1 });
  const done = await until('Failed');
  expect(conditions(done)).toContain('Failed=True DeadlineExceeded');
  expect(done.status).not.toHaveProperty('succeeded');
});

test('a job of another controller is left alone', async () => {
  run({ managedBy: 'example.com/queue' });
  apply(east, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later', namespace: 'work' } });
  run2('mine');
  await eventually([east], () => {
    const found = east.store.get<JobObject>(key('jobs.batch', 'mine'));
    return found?.status?.succeeded ? true : undefined;
  });
  expect(job()).not.toHaveProperty('status');
});

/** Another job, of which something can be awaited. */
function run2(name: string): KubeObject {
  const containers = [{ name: 'main', image: 'curlimages/curl', command: ['true'] }];
  return apply(east, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'work' },
    spec: { template: { spec: { restartPolicy: 'Never', containers } } },
  });
}

async function logOf(pod: PodObject): Promise<string> {
  const options = { follow: false, previous: false, timestamps: false, signal: new AbortController().signal };
  let text = '';
  for await (const chunk of east.runtime.logs({ pod, container: 'main' }, options)) text += chunk.toString();
  return text;
}
