import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteObject } from '../../../../src/sandbox/apiserver/store/delete.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import {
  apply,
  type Clusters,
  eventually,
  parseManifest,
  seedClusters,
  startClusters,
} from '../../../helpers/clusters.ts';

let clusters: Clusters;
let east: World;

beforeEach(() => {
  clusters = startClusters();
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
});

afterEach(() => clusters.close());

const web = (resource: string, name: string) => ({ resource, namespace: 'web', name });
const pods = (): PodObject[] => east.store.list<PodObject>('pods', { namespace: 'web' });
const ready = (count: number): true | undefined => {
  const found = pods().filter(({ status }) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  );
  return (found.length === count && pods().length === count) || undefined;
};
const messages = (): string[] =>
  east.store.list('events', { namespace: 'web' }).map(({ message }) => String(message));

function deploy(replicas: number, more = ''): KubeObject {
  const [object] = parseManifest(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: curl, namespace: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: curl}}
  template:
    metadata: {labels: {app: curl}}
    spec:
      containers: [{name: curl, image: "curlimages/curl:8.5.0", command: [sleep, infinity]${more}}]
`);
  if (!object) throw new Error('no manifest');
  return apply(east, object);
}

test('scaling down and up keeps the hash of the template and tells about it', async () => {
  deploy(1);
  await eventually([east], () => ready(1));
  const before = pods()[0]?.metadata.labels?.['pod-template-hash'];
  deploy(0);
  await eventually([east], () => ready(0));
  deploy(3);
  await eventually([east], () => ready(3));
  expect(before).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
  expect(pods().map(({ metadata }) => metadata.labels?.['pod-template-hash'])).toEqual([
    before,
    before,
    before,
  ]);
  expect(pods()[0]?.metadata.name).toMatch(new RegExp(`^curl-${before}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
  expect(messages()).toContain(`Scaled up replica set curl-${before} from 0 to 1`);
  expect(messages()).toContain(`Scaled down replica set curl-${before} from 1 to 0`);
  expect(messages()).toContain(`Scaled up replica set curl-${before} from 0 to 3`);
  expect(messages()).toContain('Successfully pulled image "curlimages/curl:8.5.0"');
  expect(messages()).toContain('Container image "curlimages/curl:8.5.0" already present on machine');
});

test('a new template is rolled out without going below what has to be available', async () => {
  deploy(4);
  await eventually([east], () => ready(4));
  const old = new Set(pods().map(({ metadata }) => metadata.name));
  let fewest = 4;
  const stop = east.store.subscribe(() => {
    const available = pods().filter(
      ({ metadata, status }) => !metadata.deletionTimestamp && status?.phase === 'Running',
    );
    fewest = Math.min(fewest, available.length);
  });
  deploy(4, ', env: [{name: A, value: b}]');
  await eventually([east], () =>
    pods().every(({ metadata }) => !old.has(metadata.name)) ? ready(4) : undefined,
  );
  stop();
  expect(fewest).toBeGreaterThanOrEqual(3);
  const deployment = await eventually([east], () => {
    const found = east.store.get(web('deployments.apps', 'curl')) as {
      status?: { updatedReplicas?: number };
    };
    return found.status?.updatedReplicas === 4 ? (found as unknown as KubeObject) : undefined;
  });
  expect(deployment.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  expect(east.store.list('replicasets.apps', { namespace: 'web' })).toHaveLength(2);
});

test('of an image that is not there it is not said that it was pulled', async () => {
  apply(east, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'strange', namespace: 'web' },
    spec: { containers: [{ name: 'strange', image: 'ngnix:1' }] },
  });
  const [failure] = await eventually([east], () => {
    const found = messages().filter((message) => message.startsWith('Failed to pull image'));
    return found.length ? found : undefined;
  });
  expect(failure).toContain('repository does not exist');
  expect(messages().filter((message) => message.startsWith('Successfully pulled'))).toEqual([]);
});

test('a deleted pod is replaced by another', async () => {
  deploy(1);
  await eventually([east], () => ready(1));
  const [first] = pods();
  deleteObject(east.store, web('pods', first?.metadata.name ?? ''));
  await eventually([east], () => (pods()[0]?.metadata.uid === first?.metadata.uid ? undefined : ready(1)));
  expect(messages()).toContain('Stopping container curl');
});

test('what a Deployment owns goes with it', async () => {
  deploy(2);
  await eventually([east], () => ready(2));
  deleteObject(east.store, web('deployments.apps', 'curl'));
  await eventually([east], () => ready(0));
  expect(east.store.list('replicasets.apps', { namespace: 'web' })).toEqual([]);
});

test('foreground deletion takes the owner last, orphaning leaves the rest', async () => {
  deploy(1);
  await eventually([east], () => ready(1));
  const order: string[] = [];
  const stop = east.store.subscribe(({ type, key }) => {
    if (type === 'DELETED' && key.namespace === 'web') order.push(key.resource);
  });
  deleteObject(east.store, web('deployments.apps', 'curl'), { propagationPolicy: 'Foreground' });
  await eventually([east], () => (order.includes('deployments.apps') ? true : undefined));
  stop();
  expect(order).toEqual(
    ['replicasets.apps', 'deployments.apps'].filter((resource) => order.includes(resource)),
  );
  deploy(1);
  await eventually([east], () => ready(1));
  deleteObject(east.store, web('deployments.apps', 'curl'), { propagationPolicy: 'Orphan' });
  await eventually([east], () => (east.store.get(web('deployments.apps', 'curl')) ? undefined : true));
  expect(pods()).toHaveLength(1);
});

test('a namespace goes once all that was in it has gone', async () => {
  deploy(2);
  await eventually([east], () => ready(2));
  deleteObject(east.store, { resource: 'namespaces', namespace: '', name: 'web' });
  await eventually([east], () =>
    east.store.get({ resource: 'namespaces', namespace: '', name: 'web' }) ? undefined : true,
  );
  const left = east.store.resources().flatMap((resource) => east.store.list(resource, { namespace: 'web' }));
  expect(left).toEqual([]);
});

test('controllers that have nothing left to do write nothing', async () => {
  deploy(2);
  await eventually([east], () => ready(2));
  settle(east);
  const { revision } = east.store;
  settle(east);
  expect(east.store.revision).toBe(revision);
});

test('new clusters are at rest: whatever a controller looks at once more, it finds as it should be', () => {
  const { east, west } = seedClusters();
  const worlds = [east, west];
  const revisions = worlds.map(({ store }) => store.revision);
  for (const world of worlds) settle(world);
  expect(worlds.map(({ store }) => store.revision)).toEqual(revisions);
});

test('at the pace of a real cluster a gateway is programmed before its pod is ready', async () => {
  clusters.close();
  clusters = startClusters(100);
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
  const [gateway] = parseManifest(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: way-in, namespace: web}
spec:
  gatewayClassName: enterprise-agentgateway
  listeners: [{name: http, port: 8080, protocol: HTTP}]
`);
  apply(east, gateway as KubeObject);
  expect(pods()).toEqual([]);
  const isProgrammed = (): true | undefined => {
    const found = east.store.get(web('gateways.gateway.networking.k8s.io', 'way-in')) as
      | PodObject
      | undefined;
    const programmed = found?.status?.conditions?.find(({ type }) => type === 'Programmed');
    return programmed?.status === 'True' || undefined;
  };
  await eventually([east], isProgrammed);
  expect(pods()).toHaveLength(1);
  expect(ready(1)).toBeUndefined();
  await eventually([east], () => ready(1));
});
