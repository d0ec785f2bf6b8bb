import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiResources, findResources } from '../../../../src/engine/kube/api-resources.ts';
import { openClient } from '../../../../src/engine/kube/client.ts';
import { takeInventory } from '../../../../src/engine/kube/inventory.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const { signal } = new AbortController();
const inventory = () => takeInventory(api.env.KUBECONFIG ?? '', 'test', signal);

async function names(): Promise<readonly string[]> {
  const { objects } = await inventory();
  return objects.map(({ resource, name, namespace = '' }) => `${namespace} ${resource}/${name}`).toSorted();
}

function configMap(name: string, metadata: object = {}): void {
  api.world.store.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', ...metadata },
  });
}

describe('an inventory', () => {
  it('has everything that nothing owns, as kubectl writes it, and no objects that clusters make by themselves', async () => {
    const before = await names();
    expect(before).toContain(' namespace/default');
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', uid: '1' };
    configMap('own');
    configMap('owned', { ownerReferences: [owner] });
    configMap('kube-root-ca.crt');
    await api.kubectl('create deployment web --image web');
    await api.kubectl('create serviceaccount default');
    await api.kubectl('create serviceaccount web');
    expect((await names()).filter((name) => !before.includes(name))).toEqual([
      'default configmap/own',
      'default deployment.apps/web',
      'default serviceaccount/web',
    ]);
  });

  it('says of what is being deleted what keeps it', async () => {
    configMap('going', { finalizers: ['example.com/stay'] });
    expect(await names()).toContain('default configmap/going');
    await api.kubectl('delete configmap going --wait=false');
    const { objects } = await inventory();
    expect(objects.find(({ name }) => name === 'going')).toMatchObject({ kept: ['example.com/stay'] });
    expect(objects.find(({ name }) => name === 'own')).not.toHaveProperty('kept');
  });

  it('does not call refused what a server lists as there and does not implement', async () => {
    const { stderr } = await api.kubectl('get flowschemas');
    expect(stderr).toMatch(/is not simulated/);
    expect((await inventory()).refused).toBe(0);
  });

  it('goes through pages, and says nothing of a resource that has too many', async () => {
    for (let index = 0; index < 700; index += 1) configMap(`page-${index}`);
    const several = await inventory();
    expect(several.objects.filter(({ name }) => name.startsWith('page-'))).toHaveLength(700);
    for (let index = 700; index < 3_100; index += 1) configMap(`page-${index}`);
    const { complete, objects } = await inventory();
    expect(complete.has('configmap')).toBe(false);
    expect(complete.has('deployment.apps')).toBe(true);
    expect(objects.filter(({ resource }) => resource === 'configmap')).toEqual([]);
  });
});

describe('what a server offers', () => {
  it('is found by every name that kubectl knows it by', async () => {
    const client = openClient(api.env.KUBECONFIG ?? '', 'test');
    if (client === undefined) throw new Error('no client');
    const resources = await apiResources(client, signal);
    for (const word of ['deploy', 'deployment', 'Deployments', 'deployments.apps', 'deployment.v1.apps']) {
      expect(findResources(resources, word).map(({ base, plural }) => `${base}/${plural}`)).toEqual([
        '/apis/apps/v1/deployments',
      ]);
    }
    expect(findResources(resources, 'deployments.example.com')).toEqual([]);
  });
});

/** A server from before aggregated discovery, on which secrets may not be listed. */
describe('an older server that does not let everything be listed', () => {
  let server: Server;
  let kubeconfig = '';
  const metadata = (name: string) => ({ metadata: { name, uid: name, namespace: 'default' } });
  const resource = (name: string, kind: string) => ({
    name,
    singularName: '',
    kind,
    namespaced: true,
    verbs: ['list', 'delete'],
  });
  const answers: Readonly<Record<string, unknown>> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        { preferredVersion: { groupVersion: 'apps/v1' } },
        { preferredVersion: { groupVersion: 'metrics/v1' } },
      ],
    },
    '/api/v1': {
      resources: [
        resource('configmaps', 'ConfigMap'),
        resource('secrets', 'Secret'),
        resource('pods/log', 'Pod'),
      ],
    },
    '/apis/apps/v1': { resources: [resource('deployments', 'Deployment')] },
    '/api/v1/configmaps': { items: [metadata('one')] },
    '/apis/apps/v1/deployments': { items: [metadata('two')] },
  };
  beforeAll(async () => {
    server = createServer((req, res) => {
      const [path = ''] = (req.url ?? '').split('?');
      const answer = answers[path];
      res.writeHead(answer === undefined ? (path.startsWith('/apis/metrics') ? 503 : 403) : 200);
      res.end(JSON.stringify(answer ?? { message: 'no' }));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    kubeconfig = join(api.env.KUBECACHEDIR ?? '', '..', 'old');
    const cluster = { server: url, 'insecure-skip-tls-verify': true };
    const config = {
      clusters: [{ name: 'old', cluster }],
      users: [{ name: 'old', user: {} }],
      contexts: [{ name: 'old', context: { cluster: 'old', user: 'old' } }],
    };
    await writeFile(kubeconfig, JSON.stringify(config));
  });
  afterAll(() => server.close());

  it('is asked in the old way, and what it refuses is not known', async () => {
    const { complete, objects } = await takeInventory(kubeconfig, 'old', signal);
    expect([...complete].toSorted()).toEqual(['configmap', 'deployment.apps']);
    expect(objects.map(({ name }) => name).toSorted()).toEqual(['one', 'two']);
  });
});
