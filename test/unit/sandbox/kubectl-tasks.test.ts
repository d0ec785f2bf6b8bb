import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
// Read before the clock of any test runs: it is loaded with the first question.
import '../../../src/sandbox/clusters.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';

/** What people do with kubectl from day to day, through the real one, with what it prints on a cluster. */
let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubectl-tasks-'));
  sandbox = await createSandbox({ clusters: [{ context: 'one', cluster: 'one' }], latency: 0 });
  await kubectl('create deployment web --image=nginx:1.26 --replicas=2');
  await kubectl(['apply', '-f', '-'], workloads);
  for (const one of ['deployment/web', 'daemonset/agent', 'statefulset/db']) await settled(one);
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const workloads = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main, image: "nginx:1.26"}]}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: main, image: "nginx:1.26"}]}}`;

async function kubectl(args: string | readonly string[], input = ''): Promise<string> {
  const list = typeof args === 'string' ? args.split(' ') : args;
  const { env } = sandbox;
  const { all } = await execa('kubectl', ['--context=one', ...list], {
    env,
    input,
    reject: false,
    all: true,
  });
  return all;
}

const settled = (one: string): Promise<string> => kubectl(`rollout status ${one} --timeout=20s`);

const imageOf = (one: string): Promise<string> =>
  kubectl(['get', one, '-o', 'jsonpath={.spec.template.spec.containers[0].image}']);

test.each([
  ['deployment/web', 'nginx', 'deployment "web" successfully rolled out'],
  ['daemonset/agent', 'main', 'daemon set "agent" successfully rolled out'],
  ['statefulset/db', 'main', 'partitioned roll out complete: 1 new pods have been updated...'],
])('a rollout of %s has a history that can be gone back in', async (one, container, done) => {
  await kubectl(`set image ${one} ${container}=nginx:1.27`);
  expect(await settled(one)).toContain(done);
  expect((await kubectl(`rollout history ${one}`)).split('\n').slice(1, 4)).toEqual([
    'REVISION  CHANGE-CAUSE',
    '1         <none>',
    '2         <none>',
  ]);
  expect(await kubectl(`rollout history ${one} --revision=1`)).toContain('nginx:1.26');
  expect(await kubectl(`rollout undo ${one}`)).toMatch(/ rolled back$/);
  expect(await settled(one)).toContain(done);
  expect(await imageOf(one)).toBe('nginx:1.26');
  expect(await kubectl(`rollout undo ${one} --to-revision=9`)).toBe(
    'error: unable to find specified revision 9 in history',
  );
  expect(await kubectl(`rollout restart ${one}`)).toMatch(/ restarted$/);
  expect(await settled(one)).toContain(done);
});

test('a rollout that is paused goes no further until it is resumed', async () => {
  expect(await kubectl('rollout pause deployment/web')).toBe('deployment.apps/web paused');
  expect(await kubectl('rollout pause deployment/web')).toBe(
    'error: deployments.apps "web" is already paused',
  );
  await kubectl('set image deployment/web nginx=nginx:1.28');
  const images = () =>
    kubectl(['get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].spec.containers[0].image}']);
  expect(await images()).not.toContain('nginx:1.28');
  expect(await kubectl('rollout resume deployment/web')).toBe('deployment.apps/web resumed');
  await settled('deployment/web');
  expect(await images()).toBe('nginx:1.28 nginx:1.28');
  expect(await kubectl('rollout pause daemonset/agent')).toContain('pausing is not supported');
});

test('files are copied into a container and out of it', async () => {
  const [there, back] = [join(folder, 'there'), join(folder, 'back')];
  await writeFile(there, 'from outside\n');
  await kubectl(`cp ${there} db-0:/tmp/there`);
  expect(await kubectl('exec db-0 -- cat /tmp/there')).toBe('from outside');
  await kubectl(`cp db-0:/tmp/there ${back}`);
  expect(await readFile(back, 'utf8')).toBe('from outside\n');
  expect(await kubectl(`cp db-0:/tmp/none ${back}`)).toContain(
    'tar: /tmp/none: Cannot stat: No such file or directory',
  );
});

test('a pod can be looked into with another image, in place and as a copy', async () => {
  expect(await kubectl('debug db-0 --image=busybox -c look -- sh -c hostname')).not.toContain('error');
  await kubectl(
    'wait --for=jsonpath={.status.ephemeralContainerStatuses[0].state.terminated.reason}=Completed pod/db-0',
  );
  expect(await kubectl('logs db-0 -c look')).toBe('db-0');
  await kubectl('debug db-0 --image=busybox --copy-to=copy --share-processes -- sleep 60');
  expect(await kubectl(['get', 'pod', 'copy', '-o', 'jsonpath={.spec.shareProcessNamespace}'])).toBe('true');
});

test('a drained node keeps what a budget protects, and says what it would take with it', async () => {
  await kubectl('run bare --image=busybox -- sleep 60');
  await kubectl('create pdb web --selector=app=web --min-available=2');
  await kubectl('wait --for=condition=Ready pod/bare');
  await kubectl('wait --for=jsonpath={.status.currentHealthy}=2 pdb/web');
  expect(await kubectl('cordon one-worker')).toBe('node/one-worker cordoned');
  await kubectl('wait --for=jsonpath={.spec.taints[0].key}=node.kubernetes.io/unschedulable node/one-worker');
  const refused = await kubectl('drain one-worker --pod-selector=app!=db');
  expect(refused).toContain(
    'cannot delete Pods that declare no controller (use --force to override): default/bare',
  );
  expect(refused).toMatch(
    /cannot delete DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): default\/agent-/,
  );
  const drained = await kubectl(
    'drain one-worker --ignore-daemonsets --force --pod-selector=app=web --timeout=1s',
  );
  expect(drained).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  expect(await kubectl('get pods -l app=web --field-selector=spec.nodeName=one-worker -o name')).toMatch(
    /web.*\n.*web/,
  );
  await kubectl('delete pdb web');
  expect(await kubectl('drain one-worker --ignore-daemonsets --force --pod-selector=app=web')).toContain(
    'node/one-worker drained',
  );
  expect(await kubectl('uncordon one-worker')).toBe('node/one-worker uncordoned');
  expect(await settled('deployment/web')).toContain('successfully rolled out');
  expect(await kubectl(['get', 'node', 'one-worker', '-o', 'jsonpath={.spec.taints}'])).toBe('');
});
