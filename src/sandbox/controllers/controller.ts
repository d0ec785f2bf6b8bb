import type { ObjectKey } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';

/**
 * Brings the world nearer to what objects ask for. Level-triggered: `reconcile` looks at the store, not at the
 * event, may be called at any time, and writes only through the store.
 */
export type Controller = {
  readonly name: string;
  /** Resources whose changes it must see; `*` is all of them. */
  readonly watches: readonly string[];
  /** Resources of the peered clusters whose changes it must see too; `enqueue` says what they mean here. */
  readonly watchesPeers?: readonly string[];
  /** From a changed object to the keys to reconcile; itself when left out. */
  readonly enqueue?: (changed: ObjectKey, world: World) => readonly ObjectKey[];
  /** Units of latency between a change and the reaction, in multiples of the clock's latency; 1 when left out. */
  readonly delay?: number;
  reconcile(key: ObjectKey, world: World): undefined | { readonly requeueAfterMs: number };
  /** Lets go of what it holds outside the store. */
  readonly stop?: (world: World) => void;
};
