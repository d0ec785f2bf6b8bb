import { Store } from './apiserver/store/store.ts';
import type { Clock } from './clock.ts';
import { kindsOf } from './kubernetes/registry.ts';
import { Memory } from './memory.ts';
import { createRuntime, type RuntimeOptions } from './workloads/create-runtime.ts';
import type { World } from './world.ts';

/** An empty world for each cluster, every one knowing the others as its peers. */
export function createWorlds(
  clusters: readonly { readonly cluster: string }[],
  clock: Clock,
  options: RuntimeOptions = {},
): World[] {
  const worlds: World[] = [];
  for (const [index, { cluster }] of clusters.entries()) {
    const store = new Store({ now: clock.now, uid: () => crypto.randomUUID() });
    const world: World = {
      cluster,
      index,
      clock,
      memory: new Memory(),
      store,
      kinds: kindsOf(store, options.images?.measures),
      runtime: createRuntime(() => world, options),
      get peers() {
        return worlds.filter((other) => other !== world);
      },
    };
    worlds.push(world);
  }
  return worlds;
}
