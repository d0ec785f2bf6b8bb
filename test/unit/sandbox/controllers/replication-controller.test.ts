import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { replicationController } from '../../../../src/sandbox/kubernetes/replication-controller/replication-controller-controller.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  await api.kubectl('create serviceaccount default');
});
afterAll(() => api.close());

const out = async (args: string | readonly string[], input = ''): Promise<string> => {
  const { stdout, stderr } = await api.kubectl(args, input);
  settle(api.world, [replicationController]);
  return `${stderr}${stdout}`.trimEnd();
};

const controller = (labels: string, more = ''): string => `
apiVersion: v1
kind: ReplicationController
metadata: {name: web}
spec:
  replicas: 2
  ${more}
  template: {metadata: {labels: ${labels}}, spec: {containers: [{name: main, image: "nginx:1"}]}}`;

const owners = () =>
  api.world.store
    .list('pods')
    .map(({ metadata }) =>
      metadata.ownerReferences?.map(({ kind, apiVersion }) => `${apiVersion} ${kind}`).join(),
    );

test('a ReplicationController takes its selector and labels from its template', async () => {
  await out('create -f -', controller('{app: web}'));
  await out('get rc');
  expect(await out('get rc web -o jsonpath={.spec.selector}{.metadata.labels}')).toBe(
    '{"app":"web"}{"app":"web"}',
  );
  expect(await out('get rc -o wide --no-headers')).toMatch(/^web +2 +2 +\d +\S+ +main +nginx:1 +app=web$/);
  expect(owners()).toEqual(['v1 ReplicationController', 'v1 ReplicationController']);
});

test('it is scaled, and takes in a pod that fits and that nobody owns', async () => {
  expect(await out('scale rc web --replicas=3')).toBe('replicationcontroller/web scaled');
  expect(owners()).toHaveLength(3);
  const first = api.world.store.list('pods')[0]?.metadata.name ?? '';
  await out(['label', 'pod', first, 'app=other', '--overwrite']);
  expect(api.world.store.list('pods')).toHaveLength(4);
  expect(owners().filter(Boolean)).toHaveLength(3);
  await out(['label', 'pod', first, 'app=web', '--overwrite']);
  const left = api.world.store.list('pods').filter(({ metadata }) => !metadata.deletionTimestamp);
  expect(left).toHaveLength(3);
});

test('its events are of the replication controller', async () => {
  expect(await out('describe rc web')).toMatch(
    /SuccessfulCreate +\S+ +replication-controller +Created pod: web-/,
  );
});

test.each([
  [
    'selects nothing of its template',
    '{app: web}',
    'selector: {app: other}',
    '`selector` does not match template `labels`',
  ],
  ['has no labels to select by', '{}', '', 'spec.selector: Required value'],
])('one that %s is refused', async (_title, labels, more, why) => {
  expect(await out('create -f -', controller(labels, more))).toContain(why);
});
