import type { ObjectKey } from '../apiserver/store/object.ts';
import { keyOf } from '../apiserver/store/store.ts';
import type { World } from '../world.ts';
import type { Controller } from './controller.ts';
import { controllers as registry } from './registry.ts';
import { byResource } from './watchers.ts';

/** Far beyond what a cluster takes to settle. */
const bound = 20_000;

/** What has changed in a world since its controllers were last run. */
export type Changes = {
  /** Runs the controllers, as `settle` does, over what has changed. */
  settle(): void;
  /** What asked to be looked at again later, in the settled world. */
  later(): readonly Turn[];
  stop(): void;
};

/** A key that a controller still has to look at. */
export type Turn = { readonly controller: Controller; readonly key: ObjectKey };

/**
 * Runs the controllers, without any delay, until none of them has anything left to do: how a cluster looks that has
 * been up for a while. What only time brings isn't waited for.
 * @throws Error when they never come to an end
 */
export function settle(world: World, controllers: readonly Controller[] = registry): void {
  const changes = followChanges(world, controllers);
  try {
    changes.settle();
  } finally {
    changes.stop();
  }
}

/**
 * Follows the changes of a world and its peers, from all that is there now; where the world has been settled already,
 * only from what asked to be looked at `later`. Nothing runs until it is told to settle.
 */
export function followChanges(
  world: World,
  controllers: readonly Controller[] = registry,
  later?: readonly Turn[],
): Changes {
  const still: World = { ...world, clock: { now: world.clock.now, latencyMs: 0 } };
  const queue = new Queue(still);
  const watching = byResource(controllers, ({ watches }) => watches);
  const watchingPeers = byResource(controllers, ({ watchesPeers = [] }) => watchesPeers);
  const see = (changed: ObjectKey): void => {
    for (const controller of watching(changed.resource)) queue.add(controller, changed);
  };
  const stops = [
    world.store.subscribe(({ key }) => see(key)),
    ...world.peers.map((peer) =>
      peer.store.subscribe(({ key }) => {
        for (const controller of watchingPeers(key.resource)) queue.add(controller, key);
      }),
    ),
  ];
  for (const { controller, key } of later ?? []) queue.put(controller, key);
  for (const resource of later ? [] : world.store.resources())
    for (const object of world.store.list(resource)) see(keyOf(resource, object));
  return {
    settle: () => queue.drain(),
    later: () => queue.waiting(),
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** What controllers still have to look at, each once. */
class Queue {
  readonly #world: World;
  readonly #waiting = new Map<string, Turn>();

  constructor(world: World) {
    this.#world = world;
  }

  waiting(): readonly Turn[] {
    return [...this.#waiting.values()];
  }

  add(controller: Controller, changed: ObjectKey): void {
    const { enqueue } = controller;
    for (const key of enqueue ? enqueue(changed, this.#world) : [changed]) this.put(controller, key);
  }

  put(controller: Controller, key: ObjectKey): void {
    const place = placeOf({ controller, key });
    this.#waiting.delete(place);
    this.#waiting.set(place, { controller, key });
  }

  /** What asks to be looked at again later is looked at when the queue is drained the next time. */
  drain(): void {
    const later: Turn[] = [];
    for (let count = 0; this.#waiting.size > 0; count += 1) {
      if (count > bound)
        throw new Error(`controllers don't settle: ${[...this.#waiting.keys()].slice(0, 5).join(', ')}`);
      const turn = this.#take();
      if (turn?.controller.reconcile(turn.key, this.#world)) later.push(turn);
    }
    for (const turn of later) this.#waiting.set(placeOf(turn), turn);
  }

  #take(): Turn | undefined {
    const [[place, turn] = []] = this.#waiting;
    if (place !== undefined) this.#waiting.delete(place);
    return turn;
  }
}

const placeOf = ({ controller, key }: Turn): string =>
  `${controller.name} ${key.resource}/${key.namespace}/${key.name}`;
