import { createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  PatchStrategy,
  PortForward,
  type V1Status,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runningPod, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
const config = new KubeConfig();
beforeAll(async () => {
  api = await startApi();
  config.loadFromFile(api.env.KUBECONFIG ?? '');
  api.world.store.create('pods', runningPod('p'));
});
afterAll(() => api.close());

const map = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'applied', namespace: 'default' },
  data,
});

test('objects are listed, applied by the server, read and deleted', async () => {
  const { items } = await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: 'default' });
  expect(items.map(({ metadata }) => metadata?.name)).toEqual(['p']);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const apply = (data: Record<string, string>, manager: string) =>
    objects.patch(map(data), undefined, undefined, manager, false, PatchStrategy.ServerSideApply);
  expect(await apply({ a: '1' }, 'one')).toMatchObject({ metadata: { uid: expect.any(String) } });
  await expect(apply({ a: '2' }, 'two')).rejects.toThrow('Apply failed with 1 conflict');
  expect(await objects.read(map({}))).toMatchObject({ data: { a: '1' } });
  await objects.delete(map({}));
  await expect(objects.read(map({}))).rejects.toMatchObject({ code: 404 });
});

test('a scale is patched through its sub-resource', async () => {
  api.world.store.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'default' },
    spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: podTemplate },
  });
  const apps = config.makeApiClient(AppsV1Api);
  const body = { metadata: { name: 'd', namespace: 'default' }, spec: { replicas: 4 } };
  const scale = await apps.replaceNamespacedDeploymentScale({ name: 'd', namespace: 'default', body });
  expect(scale).toMatchObject({ spec: { replicas: 4 }, status: { selector: 'a=b' } });
});

const podTemplate = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };

test('a watch tells what happens', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const request = await new Watch(config).watch(
    '/api/v1/namespaces/default/secrets',
    {},
    (phase, object: { metadata: { name: string } }) => resolve(`${phase} ${object.metadata.name}`),
    () => {},
  );
  api.world.store.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'default' },
  });
  expect(await promise).toBe('ADDED s');
  request.abort();
});

test('exec gives output and status, and takes input', async () => {
  const run = async (command: string[], input?: string, tty = false) => {
    const stdout = new PassThrough();
    const stdin = input === undefined ? null : new PassThrough();
    const { promise, resolve } = Promise.withResolvers<V1Status>();
    await new Exec(config).exec('default', 'p', 'main', command, stdout, null, stdin, tty, resolve);
    stdin?.end(input);
    const status = await promise;
    stdout.end();
    return { status, stdout: await text(stdout) };
  };
  expect(await run(['echo', 'hi'])).toMatchObject({ stdout: 'hi\n', status: { status: 'Success' } });
  expect(await run(['cat'], 'through\n')).toMatchObject({
    stdout: 'through\n',
    status: { status: 'Success' },
  });
  expect((await run(['echo', 'hi'], '', true)).stdout).toBe('hi\r\n');
  expect((await run(['exit', '4'])).status).toMatchObject({
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '4' }] },
  });
});

test('logs are followed to their end', async () => {
  const output = new PassThrough();
  await new Log(config).log('default', 'p', 'main', output, { follow: true, tailLines: 1 });
  expect(await text(output)).toBe('three\nfour\nfive\n');
});

test('a port is forwarded over channels', async () => {
  const forward = new PortForward(config);
  const server = createServer((socket) => {
    void forward.portForward('default', 'p', [8080], socket, null, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as import('node:net').AddressInfo;
  try {
    expect(await (await fetch(`http://127.0.0.1:${port}/channel`)).text()).toBe('/channel');
  } finally {
    server.close();
  }
});
