import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type WatchEvent = { readonly type: string; readonly object: KubeObject & { readonly code?: number } };

/** A watch that is read event by event. */
async function watch(query: string, accept = 'application/json') {
  const path = `/api/v1/configmaps?watch=1&${query}`;
  const headers = { authorization: `Bearer ${api.token}`, accept };
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  request(`${api.url}${path}`, { ca: api.authority, headers, agent: false }, resolve)
    .on('error', reject)
    .end();
  const response = await promise;
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    async next(): Promise<WatchEvent | undefined> {
      const { value, done } = await lines.next();
      return done ? undefined : (JSON.parse(value) as WatchEvent);
    },
    close: () => response.destroy(),
  };
}

const configMap = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels },
});

const create = (name: string, labels?: Record<string, string>) =>
  api.world.store.create('configmaps', configMap(name, labels));

const label = (object: KubeObject, labels: Record<string, string>) =>
  api.world.store.update('configmaps', { ...object, metadata: { ...object.metadata, labels } });

const summary = (event: WatchEvent | undefined) => `${event?.type} ${event?.object.metadata.name}`;

test('without a version the objects that are there come first, from a version only what came after', async () => {
  const first = create('first', { set: 'a' });
  const fresh = await watch('labelSelector=set%3Da');
  expect(summary(await fresh.next())).toBe('ADDED first');
  create('second', { set: 'a' });
  expect(summary(await fresh.next())).toBe('ADDED second');
  fresh.close();
  const resumed = await watch(`labelSelector=set%3Da&resourceVersion=${first.metadata.resourceVersion}`);
  expect(summary(await resumed.next())).toBe('ADDED second');
  resumed.close();
});

test('an object that begins or ceases to fit the selector appears and disappears', async () => {
  const object = create('moving');
  const events = await watch('labelSelector=stage%3Don');
  const on = label(object, { stage: 'on' });
  const off = label(on, { stage: 'off' });
  expect(summary(await events.next())).toBe('ADDED moving');
  const gone = await events.next();
  expect(gone).toMatchObject({
    type: 'DELETED',
    object: { metadata: { labels: { stage: 'on' }, resourceVersion: off.metadata.resourceVersion } },
  });
  events.close();
});

test('initial events end with a bookmark that says so', async () => {
  create('listed', { set: 'b' });
  const events = await watch(
    'labelSelector=set%3Db&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
  );
  expect(summary(await events.next())).toBe('ADDED listed');
  expect(await events.next()).toMatchObject({
    type: 'BOOKMARK',
    object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  events.close();
});

test('a version that is no longer known ends the watch with 410', async () => {
  const object = create('busy');
  let current = object;
  for (let n = 0; n < 5000; n++) current = label(current, { n: String(n) });
  const events = await watch(`resourceVersion=${object.metadata.resourceVersion}`);
  expect(await events.next()).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  expect(await events.next()).toBeUndefined();
});

test('a table names its columns once', async () => {
  create('row', { set: 'c' });
  const events = await watch('labelSelector=set%3Dc', 'application/json;as=Table;v=v1;g=meta.k8s.io');
  expect(await events.next()).toMatchObject({
    object: { kind: 'Table', columnDefinitions: expect.any(Array) },
  });
  create('next-row', { set: 'c' });
  expect(await events.next()).toMatchObject({
    object: { columnDefinitions: null, rows: [{ cells: ['next-row', 0, expect.any(String)] }] },
  });
  events.close();
});

test('a watch ends in time, and one that nobody reads leaves nothing behind', async () => {
  const timed = await watch('labelSelector=set%3Dnone&timeoutSeconds=1');
  expect(await timed.next()).toBeUndefined();
  const { store } = api.world;
  const subscribe = store.subscribe.bind(store);
  const stopped = Promise.withResolvers<void>();
  store.subscribe = (listener) => {
    const stop = subscribe(listener);
    return () => {
      stop();
      stopped.resolve();
    };
  };
  const abandoned = await watch('labelSelector=set%3Dnone');
  abandoned.close();
  await stopped.promise;
  store.subscribe = subscribe;
});
