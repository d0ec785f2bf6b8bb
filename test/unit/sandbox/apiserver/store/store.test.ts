import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../../../src/sandbox/apiserver/store/api-error.ts';
import { deleteObject } from '../../../../../src/sandbox/apiserver/store/delete.ts';
import type { KubeObject, ObjectKey } from '../../../../../src/sandbox/apiserver/store/object.ts';
import {
  fieldSelector,
  labelSelector,
  specSelector,
} from '../../../../../src/sandbox/apiserver/store/selectors.ts';
import { Store, type StoreEvent } from '../../../../../src/sandbox/apiserver/store/store.ts';

let uids = 0;
const newStore = () =>
  new Store({ now: () => new Date('2026-01-02T03:04:05.678Z'), uid: () => `uid-${++uids}` });

const pod = (name: string, extra: Partial<KubeObject> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...extra,
  metadata: { name, namespace: 'default', ...extra.metadata } as KubeObject['metadata'],
});

const keyOfPod = (name: string): ObjectKey => ({ resource: 'pods', namespace: 'default', name });

const refusal = (action: () => unknown): ApiError => {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('writing', () => {
  test('a new object gets uid, whole-second creation time, generation 1 and the version of its write', () => {
    const store = newStore();
    const { metadata } = store.create('pods', pod('a'));
    expect(metadata).toMatchObject({
      creationTimestamp: '2026-01-02T03:04:05Z',
      generation: 1,
      resourceVersion: '2',
    });
    expect(metadata.uid).toMatch(/^uid-/);
    expect(refusal(() => store.create('pods', pod('a'))).message).toBe('pods "a" already exists');
  });

  test('only a change outside metadata and status raises the generation, and no change writes nothing', () => {
    const store = newStore();
    const first = store.create('pods', pod('a', { spec: { x: 1 } }));
    const labelled = store.update('pods', { ...first, metadata: { ...first.metadata, labels: { k: 'v' } } });
    expect(labelled.metadata).toMatchObject({ generation: 1, resourceVersion: '3' });
    expect(store.update('pods', labelled)).toBe(labelled);
    expect(store.update('pods', { ...labelled, spec: { x: 2 } }).metadata.generation).toBe(2);
  });

  test('an outdated version is a conflict, and none at all is none', () => {
    const store = newStore();
    const first = store.create('pods', pod('a'));
    store.update('pods', { ...first, spec: { x: 1 } });
    expect(refusal(() => store.update('pods', { ...first, spec: { x: 2 } }))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
    });
    expect(store.update('pods', pod('a', { spec: { x: 3 } })).spec).toEqual({ x: 3 });
  });

  test('no write changes what only the server sets', () => {
    const store = newStore();
    const { metadata } = store.create('pods', pod('a'));
    const forged = { uid: 'mine', creationTimestamp: 'never', deletionTimestamp: 'now', generation: 9 };
    const written = store.update(
      'pods',
      pod('a', { metadata: { name: 'a', namespace: 'default', ...forged } }),
    );
    expect(written.metadata).toEqual(metadata);
  });

  test('a field that is undefined is no field, and no change', () => {
    const store = newStore();
    const first = store.create('pods', pod('a', { spec: { x: 1, y: undefined } }));
    expect(Object.keys(first.spec as object)).toEqual(['x']);
    expect(store.update('pods', { ...first, spec: { x: 1, z: undefined } })).toBe(first);
  });

  test('what a caller does to its object afterwards does not reach the store', () => {
    const store = newStore();
    const labels: Record<string, string> = { k: 'v' };
    store.create('pods', pod('a', { metadata: { name: 'a', namespace: 'default', labels } }));
    labels.k = 'changed';
    expect(store.get(keyOfPod('a'))?.metadata.labels).toEqual({ k: 'v' });
  });
});

describe('events', () => {
  test('each listener hears all writes in order, also those that another listener makes', () => {
    const store = newStore();
    store.subscribe(({ type, object }) => {
      if (type === 'ADDED') store.update('pods', { ...object, spec: { seen: true } });
    });
    const heard: StoreEvent[] = [];
    store.subscribe((event) => heard.push(event));
    store.create('pods', pod('a'));
    store.create('pods', pod('b'));
    expect(heard.map(({ type, key, revision }) => `${revision} ${type} ${key.name}`)).toEqual([
      '2 ADDED a',
      '3 MODIFIED a',
      '4 ADDED b',
      '5 MODIFIED b',
    ]);
  });

  test('the events since a version are known, until they are too old', () => {
    const store = newStore();
    const { metadata } = store.create('pods', pod('a'));
    store.update('pods', pod('a', { spec: { n: 0 } }));
    expect(store.since(Number(metadata.resourceVersion))?.map(({ type }) => type)).toEqual(['MODIFIED']);
    for (let n = 1; n < 5000; n++) store.update('pods', pod('a', { spec: { n } }));
    expect(store.since(Number(metadata.resourceVersion))).toBeUndefined();
    expect(store.since(store.revision)).toEqual([]);
  });

  test('taking the last finalizer from an object under deletion is its one DELETED event', () => {
    const store = newStore();
    store.create(
      'configmaps',
      pod('a', { metadata: { name: 'a', namespace: 'default', finalizers: ['x/y'] } }),
    );
    const key = { ...keyOfPod('a'), resource: 'configmaps' };
    expect(deleteObject(store, key).gone).toBe(false);
    const heard: string[] = [];
    store.subscribe(({ type }) => heard.push(type));
    store.mutate(key, (object) => ({ ...object, metadata: { ...object.metadata, finalizers: [] } }));
    expect(heard).toEqual(['DELETED']);
    expect(store.get(key)).toBeUndefined();
  });
});

describe('deleting', () => {
  const running = { spec: { nodeName: 'n' }, status: { phase: 'Running' } };

  test('a running pod gets its grace, which can only become shorter', () => {
    const store = newStore();
    store.create('pods', pod('a', running));
    const { object, gone } = deleteObject(store, keyOfPod('a'));
    expect(gone).toBe(false);
    expect(object.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: '2026-01-02T03:04:35Z',
    });
    expect(deleteObject(store, keyOfPod('a'), { gracePeriodSeconds: 60 }).object.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
    });
    expect(deleteObject(store, keyOfPod('a'), { gracePeriodSeconds: 0 }).gone).toBe(true);
  });

  test.each([
    ['finished', { spec: { nodeName: 'n' }, status: { phase: 'Succeeded' } }],
    ['not scheduled', { spec: {}, status: { phase: 'Pending' } }],
  ])('a pod that is %s goes at once', (_state, extra) => {
    const store = newStore();
    store.create('pods', pod('a', extra));
    expect(deleteObject(store, keyOfPod('a')).gone).toBe(true);
    expect(store.get(keyOfPod('a'))).toBeUndefined();
  });

  test('a namespace terminates, and stays until its own finalizer goes', () => {
    const store = newStore();
    const key = { resource: 'namespaces', namespace: '', name: 'a' };
    store.create('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'a' },
      spec: { finalizers: ['kubernetes'] },
    });
    expect(deleteObject(store, key).object.status).toEqual({ phase: 'Terminating' });
    store.mutate(key, (object) => ({ ...object, status: { phase: 'Terminating', conditions: [] } }));
    expect(store.get(key)).toBeDefined();
    store.mutate(key, (object) => ({ ...object, spec: { finalizers: [] } }));
    expect(store.get(key)).toBeUndefined();
  });

  test('a precondition that is not met is a conflict', () => {
    const store = newStore();
    const { metadata } = store.create('pods', pod('a'));
    const attempt = () => deleteObject(store, keyOfPod('a'), { preconditions: { uid: 'other' } });
    expect(refusal(attempt).message).toBe(
      `Operation cannot be fulfilled on pods "a": Precondition failed: UID in precondition: other, UID in object meta: ${metadata.uid}`,
    );
  });

  test('foreground deletion leaves the object to the garbage collector', () => {
    const store = newStore();
    store.create('replicasets.apps', pod('a'));
    const key = { ...keyOfPod('a'), resource: 'replicasets.apps' };
    const { object, gone } = deleteObject(store, key, { propagationPolicy: 'Foreground' });
    expect(gone).toBe(false);
    expect(object.metadata.finalizers).toEqual(['foregroundDeletion']);
  });
});

describe('selecting', () => {
  const labelled = pod('a', {
    metadata: { name: 'a', namespace: 'default', labels: { app: 'web', tier: 'db' } },
    status: { phase: 'Running' },
  });

  test.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier=db', true],
    ['app!=web', false],
    ['other!=web', true],
    ['app in (web, api),tier', true],
    ['app notin (web)', false],
    ['!legacy', true],
    ['!app', false],
  ])('labels by %j: %s', (text, fits) => expect(labelSelector(text)(labelled)).toBe(fits));

  test.each([
    ['metadata.name=a', true],
    ['metadata.name!=a,status.phase=Running', false],
    ['status.phase=Running', true],
    ['status.nothing=', true],
  ])('fields by %j: %s', (text, fits) => expect(fieldSelector(text)(labelled)).toBe(fits));

  test('expressions of a spec and its labels must all hold', () => {
    const spec = {
      matchLabels: { app: 'web' },
      matchExpressions: [{ key: 'tier', operator: 'In', values: ['x'] }],
    };
    expect(specSelector(spec)(labelled)).toBe(false);
    expect(specSelector(undefined)(labelled)).toBe(true);
  });

  test('a malformed selector is refused', () => {
    expect(refusal(() => labelSelector('a b c')).code).toBe(400);
    expect(refusal(() => fieldSelector('metadata.name')).code).toBe(400);
  });
});
