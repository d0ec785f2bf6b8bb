import type { ObjectKey } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { Controller } from './controller.ts';
import { recordFailure } from './record-event.ts';
import { controllers as registry } from './registry.ts';
import type { Turn } from './settle.ts';
import { byResource } from './watchers.ts';

/** How long a reconciliation that threw waits before it is tried again. */
const retryMs = 1000;

/**
 * Runs the controllers of a world, each with a queue of its own: a key that changes again while it waits is
 * reconciled once. What is there already is reconciled first; where the world has been settled already, only what
 * asked to be looked at `later`. A controller that throws is tried again later and leaves an event; it stops nobody
 * else.
 */
export function startControllers(
  world: World,
  controllers: readonly Controller[] = registry,
  later?: readonly Turn[],
): { stop(): void } {
  const queues = controllers.map((controller) => new Queue(controller, world));
  const watching = byResource(queues, ({ controller }) => controller.watches);
  const watchingPeers = byResource(queues, ({ controller }) => controller.watchesPeers ?? []);
  const stops = [
    world.store.subscribe(({ key }) => {
      for (const queue of watching(key.resource)) queue.see(key);
    }),
    ...world.peers.map((peer) =>
      peer.store.subscribe(({ key }) => {
        for (const queue of watchingPeers(key.resource)) queue.see(key);
      }),
    ),
  ];
  for (const queue of queues) {
    if (!later) queue.seeAll();
    for (const { controller, key } of later ?? []) if (controller === queue.controller) queue.add(key);
  }
  return {
    stop() {
      for (const stop of stops) stop();
      for (const queue of queues) queue.stop();
    },
  };
}

type Timer = { readonly dueMs: number; readonly cancel: () => void };

/** The keys that one controller still has to look at. */
class Queue {
  readonly controller: Controller;
  readonly #world: World;
  readonly #waiting = new Map<string, Timer>();
  #stopped = false;

  constructor(controller: Controller, world: World) {
    this.controller = controller;
    this.#world = world;
  }

  see(changed: ObjectKey): void {
    const { enqueue } = this.controller;
    for (const key of enqueue ? enqueue(changed, this.#world) : [changed]) this.add(key);
  }

  add(key: ObjectKey): void {
    const { delay = 1 } = this.controller;
    this.#add(key, delay * this.#world.clock.latencyMs);
  }

  seeAll(): void {
    const { store } = this.#world;
    const { watches } = this.controller;
    const watched = watches.includes('*') ? store.resources() : watches;
    for (const resource of watched) {
      for (const { metadata } of store.list(resource)) {
        this.see({ resource, namespace: metadata.namespace ?? '', name: metadata.name });
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.controller.stop?.(this.#world);
  }

  /** The sooner of two turns counts. */
  #add(key: ObjectKey, delayMs: number): void {
    const place = `${key.resource}/${key.namespace}/${key.name}`;
    const dueMs = performance.now() + delayMs;
    const waiting = this.#waiting.get(place);
    if (this.#stopped || (waiting && waiting.dueMs <= dueMs)) return;
    waiting?.cancel();
    const run = () => {
      this.#waiting.delete(place);
      this.#reconcile(key);
    };
    this.#waiting.set(place, { dueMs, cancel: delayMs > 0 ? after(delayMs, run) : nextTurn(run) });
  }

  #reconcile(key: ObjectKey): void {
    try {
      const result = this.controller.reconcile(key, this.#world);
      if (result) this.#add(key, Math.max(1, result.requeueAfterMs));
    } catch (error) {
      recordFailure(this.#world, key, this.controller.name, error);
      this.#add(key, retryMs);
    }
  }
}

function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

function nextTurn(run: () => void): () => void {
  const immediate = setImmediate(run);
  return () => clearImmediate(immediate);
}
