import type { ObjectKey } from '../store/object.ts';
import { keyOf } from '../store/store.ts';
import type { World } from '../world.ts';
import type { Controller } from './controller.ts';
import { controllers as registry } from './registry.ts';

/** Far beyond what a cluster takes to settle. */
const bound = 20_000;

/**
 * Runs the controllers, without any delay, until none of them has anything left to do: how a cluster looks that has
 * been up for a while. What only time brings isn't waited for.
 * @throws Error when they never come to an end
 */
export function settle(world: World, controllers: readonly Controller[] = registry): void {
  const still: World = { ...world, clock: { now: world.clock.now, latencyMs: 0 } };
  const waiting = new Map<string, () => void>();
  const see = (changed: ObjectKey): void => {
    for (const controller of controllers) add(waiting, controller, changed, still);
  };
  const stop = world.store.subscribe(({ key }) => see(key));
  for (const resource of world.store.resources())
    for (const object of world.store.list(resource)) see(keyOf(resource, object));
  try {
    drain(waiting);
  } finally {
    stop();
  }
}

function drain(waiting: Map<string, () => void>): void {
  for (let count = 0; waiting.size > 0; count += 1) {
    if (count > bound)
      throw new Error(`controllers don't settle: ${[...waiting.keys()].slice(0, 5).join(', ')}`);
    const [[place, run] = ['', () => undefined]] = waiting;
    waiting.delete(place);
    run();
  }
}

function add(
  waiting: Map<string, () => void>,
  controller: Controller,
  changed: ObjectKey,
  world: World,
): void {
  const { watches, enqueue } = controller;
  if (!watches.includes(changed.resource) && !watches.includes('*')) return;
  for (const key of enqueue ? enqueue(changed, world) : [changed]) {
    const place = `${controller.name} ${key.resource}/${key.namespace}/${key.name}`;
    const run = waiting.get(place) ?? (() => controller.reconcile(key, world));
    waiting.delete(place);
    waiting.set(place, run);
  }
}
