import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };
const configMaps = '/api/v1/namespaces/default/configmaps';

test('a request with a token that nobody has is unauthorized', async () => {
  const response = await api.request('/version', { headers: { authorization: 'Bearer nope' } });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
});

test.each([
  ['nothing', ''],
  ['a password, which servers no longer take', `Basic ${btoa('a:b')}`],
])('a request with %s is anonymous, who may read nothing', async (_what, authorization) => {
  const response = await api.request('/api/v1/namespaces', { headers: { authorization } });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    reason: 'Forbidden',
    message:
      'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope',
    details: { kind: 'namespaces' },
    code: 403,
  });
});

test.each([
  ['GET', '/nowhere', 404, 'NotFound'],
  ['GET', '/api/v1/nothings', 404, 'NotFound'],
  ['GET', '/apis/none/v1', 404, 'NotFound'],
  ['GET', '/api/v1/namespaces/%E0%A4%A', 404, 'NotFound'],
  ['GET', `${configMaps}/x/y/z`, 404, 'NotFound'],
  ['GET', `${configMaps}/missing`, 404, 'NotFound'],
  ['POST', '/api/v1/configmaps', 405, 'MethodNotAllowed'],
  ['POST', `${configMaps}/x`, 405, 'MethodNotAllowed'],
  ['OPTIONS', configMaps, 405, 'MethodNotAllowed'],
  ['POST', '/version', 405, 'MethodNotAllowed'],
  ['GET', `${configMaps}?labelSelector=a%20b%20c`, 400, 'BadRequest'],
  ['GET', `${configMaps}?continue=rubbish`, 400, 'BadRequest'],
  ['GET', `${configMaps}?resourceVersion=99999`, 504, 'Timeout'],
  ['GET', '/api/v1/namespaces/default/pods/x/exec?command=a', 400, 'BadRequest'],
  ['GET', '/api/v1/namespaces/default/pods/x/proxy', 501, 'NotImplemented'],
])('%s %s is refused with %d %s', async (method, path, code, reason) => {
  const response = await api.request(path, { method });
  expect(response.status).toBe(code);
  if (response.headers.get('content-type')?.startsWith('text/plain')) {
    expect([code, await response.text()]).toEqual([404, '404 page not found\n']);
    return;
  }
  expect(await response.json()).toMatchObject({ kind: 'Status', status: 'Failure', code, reason });
});

test.each([
  ['no JSON', '{', 400],
  ['a list', '[]', 400],
  ['metadata of the wrong type', '{"metadata":{"labels":5}}', 400],
  ['another kind', '{"kind":"Secret","metadata":{"name":"a"}}', 400],
  ['another version', '{"apiVersion":"v9","metadata":{"name":"a"}}', 400],
  ['another namespace', '{"metadata":{"name":"a","namespace":"b"}}', 400],
  ['no name', '{"metadata":{}}', 422],
  ['a version of its own', '{"metadata":{"name":"a","resourceVersion":"1"}}', 400],
])('a body with %s is refused with %s', async (_what, body, code) => {
  const response = await api.request(configMaps, { method: 'POST', headers: json, body });
  expect(await response.json()).toMatchObject({ kind: 'Status', code });
});

test('an unknown encoding is refused, and so is a body of more than 3 MiB', async () => {
  const xml = await api.request(configMaps, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: '<a/>',
  });
  expect(xml.status).toBe(415);
  const body = JSON.stringify({ metadata: { name: 'big' }, data: { a: 'x'.repeat(3 * 1024 * 1024) } });
  const big = await api.request(configMaps, { method: 'POST', headers: json, body }).catch(() => undefined);
  expect(big?.status ?? 413).toBe(413);
  expect(api.world.store.get({ resource: 'configmaps', namespace: 'default', name: 'big' })).toBeUndefined();
});

test('YAML is read where JSON is, and a generated name is a new one each time', async () => {
  const headers = { 'content-type': 'application/yaml' };
  const body = 'metadata:\n  generateName: gen-\n';
  const names = new Set<string>();
  for (let n = 0; n < 3; n++) {
    const response = await api.request(configMaps, { method: 'POST', headers, body });
    expect(response.status).toBe(201);
    names.add(((await response.json()) as { metadata: { name: string } }).metadata.name);
  }
  expect([...names].every((name) => /^gen-[a-z0-9]{5}$/.test(name))).toBe(true);
  expect(names.size).toBe(3);
});

test('a dry run answers as the real one and stores nothing', async () => {
  const body = '{"metadata":{"name":"dry"}}';
  const response = await api.request(`${configMaps}?dryRun=All`, { method: 'POST', headers: json, body });
  expect(await response.json()).toMatchObject({ kind: 'ConfigMap', metadata: { uid: expect.any(String) } });
  expect((await api.request(`${configMaps}/dry`)).status).toBe(404);
});

test('a job that is deleted without a word on its pods leaves them, with a warning', async () => {
  const jobs = '/apis/batch/v1/namespaces/default/jobs';
  const containers = [{ name: 'main', image: 'busybox' }];
  const spec = { template: { spec: { restartPolicy: 'Never', containers } } };
  for (const name of ['one', 'two']) {
    const body = JSON.stringify({ metadata: { name }, spec });
    const made = await api.request(jobs, { method: 'POST', headers: json, body });
    const stored = (await made.json()) as {
      metadata: { uid: string };
      spec: { selector: object };
    };
    const uid = { 'batch.kubernetes.io/controller-uid': stored.metadata.uid };
    expect(stored.spec.selector).toEqual({ matchLabels: uid });
  }
  const left = await api.request(`${jobs}/one`, { method: 'DELETE' });
  expect(left.headers.get('warning')).toContain('child pods are preserved by default when jobs are deleted');
  expect(await left.json()).toMatchObject({ metadata: { finalizers: ['orphan'] } });
  const taken = await api.request(`${jobs}/two?propagationPolicy=Background`, { method: 'DELETE' });
  expect(taken.headers.get('warning')).toBeNull();
  expect(await taken.json()).toMatchObject({ kind: 'Status', status: 'Success' });
});

test('pages follow each other until all is told', async () => {
  for (const name of ['page-a', 'page-b', 'page-c'])
    await api.request(configMaps, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ metadata: { name, labels: { paged: 'yes' } } }),
    });
  const names: string[] = [];
  let token = '';
  do {
    const response = await api.request(`${configMaps}?labelSelector=paged&limit=2&continue=${token}`);
    const list = (await response.json()) as List;
    names.push(...list.items.map(({ metadata }) => metadata.name));
    token = list.metadata.continue ?? '';
  } while (token);
  expect(names).toEqual(['page-a', 'page-b', 'page-c']);
});

type List = {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
};

test('new content is refused in a namespace that is missing, or going', async () => {
  const body = '{"metadata":{"name":"a"}}';
  const post = (namespace: string) =>
    api.request(`/api/v1/namespaces/${namespace}/configmaps`, { method: 'POST', headers: json, body });
  expect(await (await post('missing')).json()).toMatchObject({
    code: 404,
    message: 'namespaces "missing" not found',
  });
  await api.request('/api/v1/namespaces', {
    method: 'POST',
    headers: json,
    body: '{"metadata":{"name":"going"}}',
  });
  await api.request('/api/v1/namespaces/going', { method: 'DELETE' });
  expect(await (await post('going')).json()).toMatchObject({
    code: 403,
    message:
      'configmaps "a" is forbidden: unable to create new content in namespace going because it is being terminated',
    details: { causes: [{ reason: 'NamespaceTerminating' }] },
  });
});

test('discovery is the same in both forms', async () => {
  const type = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const aggregated = await api.request('/apis', { headers: { accept: `${type},application/json` } });
  expect(aggregated.headers.get('content-type')).toBe(type);
  const { items } = (await aggregated.json()) as { items: Group[] };
  const legacy = (await (await api.request('/apis')).json()) as { groups: { name: string }[] };
  expect(items.map(({ metadata }) => metadata.name)).toEqual(legacy.groups.map(({ name }) => name));
  const apps = items.find(({ metadata }) => metadata.name === 'apps');
  const list = (await (await api.request('/apis/apps/v1')).json()) as { resources: { name: string }[] };
  const names = apps?.versions[0]?.resources.flatMap(({ resource, subresources = [] }) => [
    resource,
    ...subresources.map(({ subresource }) => `${resource}/${subresource}`),
  ]);
  expect(names).toEqual(list.resources.map(({ name }) => name));
  expect(names).toContain('deployments/scale');
});

type Group = {
  readonly metadata: { readonly name: string };
  readonly versions: readonly {
    readonly resources: readonly {
      readonly resource: string;
      readonly subresources?: readonly { readonly subresource: string }[];
    }[];
  }[];
};

test('HEAD answers without a body, and health checks say ok', async () => {
  const head = await api.request('/api/v1/namespaces/default', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const path of ['/healthz', '/livez', '/readyz'])
    expect(await (await api.request(path)).text()).toBe('ok');
});

test('a connection that speaks no HTTP is closed, and the server lives on', async () => {
  const { port } = new URL(api.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', ca: api.authority });
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    socket.write('\0\0\0 what is this\r\n\r\n');
  });
  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect((await api.request('/healthz')).status).toBe(200);
});
