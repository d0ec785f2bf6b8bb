import type { KindRegistry } from './apiserver/kinds/registry.ts';
import type { Store } from './apiserver/store/store.ts';
import type { Clock } from './clock.ts';
import type { Memory } from './memory.ts';
import type { ContainerRuntime } from './workloads/runtime.ts';

/** One simulated cluster: its objects, its time, its containers and the clusters it is peered with. */
export type World = {
  /** Cluster id, and the id of its network: `east-ag`. */
  readonly cluster: string;
  /** Position among the sandbox's clusters, from 0: keeps addresses apart. */
  readonly index: number;
  readonly store: Store;
  /** What its API server serves, definitions in the store included. */
  readonly kinds: KindRegistry;
  readonly clock: Clock;
  /** What its controllers keep in mind beside the objects. */
  readonly memory: Memory;
  readonly runtime: ContainerRuntime;
  /** The other clusters of the sandbox. */
  readonly peers: readonly World[];
};
