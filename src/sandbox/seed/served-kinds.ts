import { definitionResource } from '../apiserver/custom/custom-kinds.ts';
import type { KindRegistry } from '../apiserver/kinds/registry.ts';
import { Store } from '../apiserver/store/store.ts';
import { kindsOf } from '../kubernetes/registry.ts';
import { customResourceDefinitions } from './custom-resource-definitions.ts';

/** Puts the definitions that every cluster has into a store. */
export function seedDefinitions(store: Store, time: string): void {
  for (const definition of customResourceDefinitions(time)) store.create(definitionResource, definition);
}

/** The kinds that a new cluster serves, without a cluster. */
export function servedKinds(): KindRegistry {
  const store = new Store({ now: () => new Date(0), uid: () => '' });
  seedDefinitions(store, '1970-01-01T00:00:00Z');
  return kindsOf(store);
}
