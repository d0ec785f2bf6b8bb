import { fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { amount } from '../resources/amount.ts';
import { formatList, only, type ResourceList, sum } from '../resources/resource-list.ts';
import { quotaResource } from './quota-admission.ts';
import { inScope } from './scopes.ts';
import { countedResources, usageOf } from './usage.ts';

/** Keeps what each quota has used: what the objects of its namespace take. */
export const quota: Controller = {
  name: 'resourcequota-controller',
  watches: ['*'],
  delay: 0.1,
  enqueue: (changed, world) =>
    changed.resource === quotaResource
      ? [changed]
      : changed.namespace && changed.resource !== 'events'
        ? keysOf(world, quotaResource, changed.namespace)
        : [],
  reconcile(key, world) {
    const found = world.store.get(key);
    if (!found) return undefined;
    const hard = fieldsAt(found, 'spec.hard');
    writeStatus(world, key, { hard, used: formatList(used(world, found, Object.keys(hard))) });
    return undefined;
  },
};

function used(world: World, quota: KubeObject, names: readonly string[]): ResourceList {
  const { namespace = '' } = quota.metadata;
  const nothing: ResourceList = new Map(names.map((name) => [name, amount(0)]));
  const taken = countedResources(names).flatMap((resource) =>
    world.store
      .list(resource, { namespace })
      .filter((object) => inScope(quota, resource, object))
      .map((object) => usageOf(resource, object)),
  );
  return only(taken.reduce(sum, nothing), new Set(names));
}
