import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { replicaSet } from '../../../../src/sandbox/kubernetes/replica-set/replica-set-controller.ts';
import type { Admission } from '../../../../src/sandbox/workloads/runtime.ts';
import { parseManifest } from '../../../helpers/clusters.ts';
import { scriptedRuntime } from '../apiserver/scripted-runtime.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
let admission: Admission | undefined;

beforeAll(async () => {
  api = await startApi({ runtime: { ...scriptedRuntime(), admissionOf: () => admission } });
  await api.createNamespace('hooks');
  await api.createNamespace('free');
  await api.kubectl('label namespace free checked=no');
  await api.kubectl('create service clusterip ready -n hooks --tcp=443:8443');
  await api.kubectl('create service clusterip empty -n hooks --tcp=443:8443');
  const [pod] = parseManifest(`
apiVersion: v1
kind: Pod
metadata: {name: hook, namespace: hooks, labels: {app: ready}}
spec: {containers: [{name: main, image: "ghcr.io/acme/hook:1"}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}`);
  if (pod) api.world.store.create('pods', pod);
});
afterAll(() => api.close());

beforeEach(() => {
  admission = undefined;
  for (const resource of kinds)
    for (const { metadata } of api.world.store.list(resource))
      api.world.store.remove({ resource, namespace: '', name: metadata.name });
  for (const { metadata } of api.world.store.list('configmaps'))
    api.world.store.remove({
      resource: 'configmaps',
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    });
});

const kinds = ['validating', 'mutating'].map(
  (kind) => `${kind}webhookconfigurations.admissionregistration.k8s.io`,
);

type Given = { readonly kind?: string; readonly service?: string; readonly more?: string };

/** A webhook that is about new config maps. */
const hook = async ({ kind = 'Validating', service = 'ready', more = '' }: Given = {}): Promise<void> => {
  const { stderr } = await api.kubectl(
    'create -f -',
    `
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: {name: check}
webhooks:
- name: check.acme.io
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: {service: {namespace: hooks, name: ${service}, path: /check}}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  ${more}`,
  );
  expect(stderr).toBe('');
};

const write = async (args = 'create configmap c'): Promise<string> => {
  const { stdout, stderr } = await api.kubectl(args);
  return `${stderr}${stdout}`;
};

const unknown =
  'sandbox: webhook "check.acme.io" can\'t be asked: what its image "ghcr.io/acme/hook:1" answers is not known; ' +
  'say it by `admission` in a workloads.yaml beside the runbook, or run on a cluster';

test.each(['Validating', 'Mutating'])(
  'of a %s webhook nobody knows what it answers, and that is said',
  async (kind) => {
    await hook({ kind });
    expect(await write()).toContain(unknown);
    expect(await write('get configmaps -o name')).toBe('');
  },
);

test('where failures are ignored the write passes, with a warning that it was not asked', async () => {
  await hook({ more: 'failurePolicy: Ignore' });
  expect(await write()).toBe(
    `Warning: ${unknown}; its failurePolicy is Ignore, so that the request passes without it\nconfigmap/c created\n`,
  );
});

test('one that is said to allow lets the write pass, and one that denies says why', async () => {
  await hook();
  admission = { allow: true };
  expect(await write()).toBe('configmap/c created\n');
  admission = { deny: 'no team label' };
  expect(await write('create configmap d')).toBe(
    'error: failed to create configmap: admission webhook "check.acme.io" denied the request: no team label\n',
  );
});

test.each([
  ['gone', 'service "gone" not found'],
  ['empty', /dial tcp 10\.96\.\d+\.\d+:443: connect: connection refused/],
])('a call to the Service %s fails as on a cluster', async (service, why) => {
  await hook({ service });
  const text = await write();
  expect(text).toContain(
    `Internal error occurred: failed calling webhook "check.acme.io": failed to call webhook: Post "https://${service}.hooks.svc:443/check?timeout=10s": `,
  );
  expect(text).toMatch(why);
});

test('a call that fails is no matter where failures are ignored', async () => {
  await hook({ service: 'gone', more: 'failurePolicy: Ignore' });
  expect(await write()).toBe('configmap/c created\n');
});

test.each([
  ['namespaces', 'namespaceSelector: {matchLabels: {checked: "yes"}}'],
  ['objects', 'objectSelector: {matchLabels: {checked: "yes"}}'],
  ['conditions', 'matchConditions: [{name: own, expression: "object.metadata.name.startsWith(\'own-\')"}]'],
])('what its %s leave out is not asked about', async (_title, more) => {
  await hook({ more });
  expect(await write()).toBe('configmap/c created\n');
});

test('what its conditions are about is asked', async () => {
  await hook({
    more: 'matchConditions: [{name: own, expression: "object.metadata.name.startsWith(\'own-\')"}]',
  });
  expect(await write('create configmap own-one')).toContain(unknown);
});

test('other kinds and operations are no matter of it', async () => {
  await hook();
  expect(await write('create secret generic s')).toBe('secret/s created\n');
  expect(await write('delete secret s')).toContain('deleted');
});

test('pods of controllers are asked about too, and the owner hears it', async () => {
  await hook({
    more: '',
    service: 'ready',
  });
  await api.kubectl([
    'patch',
    'validatingwebhookconfiguration',
    'check',
    '--type=json',
    '-p',
    '[{"op":"replace","path":"/webhooks/0/rules/0/resources","value":["pods"]}]',
  ]);
  await api.kubectl('create serviceaccount default');
  await api.kubectl(
    'create -f -',
    `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: i}]}}`,
  );
  settle(api.world, [replicaSet]);
  expect(await write('get events -o jsonpath={.items[*].message}')).toContain(`Error creating: ${unknown}`);
  expect(await write('get pods -o name')).toBe('');
});
