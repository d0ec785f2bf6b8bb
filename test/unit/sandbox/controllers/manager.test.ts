import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { Store } from '../../../../src/sandbox/apiserver/store/store.ts';
import { createClock } from '../../../../src/sandbox/clock.ts';
import type { Controller } from '../../../../src/sandbox/controllers/controller.ts';
import { startControllers } from '../../../../src/sandbox/controllers/manager.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { kindsOf } from '../../../../src/sandbox/kubernetes/registry.ts';
import { Memory } from '../../../../src/sandbox/memory.ts';
import { createRuntime } from '../../../../src/sandbox/workloads/create-runtime.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { eventually } from '../../../helpers/clusters.ts';

function emptyWorld(latency: number, peers: readonly World[] = []): World {
  const clock = createClock(latency);
  const store = new Store({ now: clock.now, uid: randomUUID });
  const world: World = {
    cluster: 'one',
    index: 0,
    store,
    kinds: kindsOf(store),
    memory: new Memory(),
    clock,
    runtime: createRuntime(() => world),
    peers,
  };
  return world;
}

let stop = (): void => undefined;

afterEach(() => stop());

const start = (world: World, controllers: readonly Controller[]): void => {
  const running = startControllers(world, controllers);
  stop = () => running.stop();
};

const put = (world: World, name: string): void => {
  world.store.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'a' },
  });
};

const touch = (world: World, name: string): void => {
  world.store.mutate({ resource: 'configmaps', namespace: 'a', name }, (object) => ({
    ...object,
    data: { now: String(performance.now()) },
  }));
};

/** Counts its runs by key, as objects, so that they can be waited for. */
const counter = (more: Partial<Controller> = {}): { controller: Controller; runs: string[] } => {
  const runs: string[] = [];
  const controller: Controller = {
    name: 'counter',
    watches: ['configmaps'],
    delay: 0,
    reconcile(key, world) {
      runs.push(key.name);
      world.store.create('seen', { apiVersion: 'v1', kind: 'Seen', metadata: { name: `${runs.length}` } });
      return undefined;
    },
    ...more,
  };
  return { controller, runs };
};

test('what is there already is reconciled, and a burst of changes once', async () => {
  const world = emptyWorld(0);
  put(world, 'old');
  const { controller, runs } = counter();
  start(world, [controller]);
  put(world, 'new');
  for (let count = 0; count < 5; count += 1) touch(world, 'new');
  await eventually([world], () => (runs.includes('new') ? true : undefined));
  expect(runs).toEqual(['old', 'new']);
});

test('in a settled world only what asked to be looked at later is, and what changes', async () => {
  const world = emptyWorld(0);
  put(world, 'old');
  put(world, 'waiting');
  const { controller, runs } = counter();
  const key = { resource: 'configmaps', namespace: 'a', name: 'waiting' };
  const running = startControllers(world, [controller], [{ controller, key }]);
  stop = () => running.stop();
  put(world, 'new');
  await eventually([world], () => (runs.includes('new') ? true : undefined));
  expect(runs).toEqual(['waiting', 'new']);
});

test('a controller that throws leaves an event and stops nobody', async () => {
  const world = emptyWorld(0);
  const { controller, runs } = counter();
  const broken = counter({
    name: 'broken',
    reconcile() {
      throw new Error('no idea');
    },
  });
  start(world, [broken.controller, controller]);
  put(world, 'thing');
  const [event] = await eventually([world], () => {
    const events = world.store.list('events');
    return events.length && runs.length ? events : undefined;
  });
  expect(event).toMatchObject({
    type: 'Warning',
    reason: 'ReconcileFailed',
    message: 'sandbox: controller broken failed: no idea',
    involvedObject: { kind: 'ConfigMap', name: 'thing' },
  });
});

test('a change comes before a later turn that was asked for', async () => {
  const world = emptyWorld(0);
  const runs: number[] = [];
  const { controller } = counter({
    reconcile(_key, { store }) {
      runs.push(performance.now());
      store.create('seen', { apiVersion: 'v1', kind: 'Seen', metadata: { name: `${runs.length}` } });
      return { requeueAfterMs: 60_000 };
    },
  });
  start(world, [controller]);
  put(world, 'thing');
  await eventually([world], () => (runs.length === 1 ? true : undefined));
  touch(world, 'thing');
  await eventually([world], () => (runs.length === 2 ? true : undefined));
});

test('delays are multiples of the latency', async () => {
  const world = emptyWorld(40);
  const { controller, runs } = counter({ delay: 2 });
  start(world, [controller]);
  // Node runs timers in the order in which they are due, however late it is.
  const order: string[] = [];
  put(world, 'thing');
  setTimeout(() => order.push('before', ...runs), 70);
  await eventually([world], () => (runs.length ? true : undefined));
  expect([...order, ...runs]).toEqual(['before', 'thing']);
});

test('changes in a peered cluster are seen where they are watched for', async () => {
  const peer = emptyWorld(0);
  const world = emptyWorld(0, [peer]);
  const { controller, runs } = counter({ watches: [], watchesPeers: ['configmaps'] });
  start(world, [controller]);
  put(peer, 'far');
  await eventually([world], () => (runs.length ? true : undefined));
  expect(runs).toEqual(['far']);
});

test('controllers that never come to rest are found out', () => {
  const world = emptyWorld(0);
  put(world, 'thing');
  const restless = counter({
    reconcile(_key, of) {
      touch(of, 'thing');
      return undefined;
    },
  });
  expect(() => settle(world, [restless.controller])).toThrow(
    "controllers don't settle: counter configmaps/a/thing",
  );
});
