import { timestamp } from '../apiserver/store/store.ts';
import type { Controller } from '../controllers/controller.ts';
import { resources } from '../mesh/resources.ts';
import type { NodeObject } from './workload/workload-objects.ts';

const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/**
 * Puts a taint on nodes that take no new pods, and takes it off again.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-unschedulable
 */
export const nodeLifecycle: Controller = {
  name: 'node-controller',
  watches: [resources.nodes],
  delay: 0.1,
  reconcile(key, world) {
    const node = world.store.get<NodeObject>(key);
    const taints = node?.spec?.taints ?? [];
    const isTainted = taints.some((taint) => taint.key === cordoned.key);
    const isCordoned = node?.spec?.unschedulable === true;
    if (!node || isTainted === isCordoned) return undefined;
    const others = taints.filter((taint) => taint.key !== cordoned.key);
    const timeAdded = timestamp(world.clock.now());
    const wanted = isCordoned ? [...others, { ...cordoned, timeAdded }] : others;
    world.store.mutate<NodeObject>(key, (object) => {
      const { taints: _former, ...spec } = object.spec ?? {};
      return { ...object, spec: { ...spec, ...(wanted.length ? { taints: wanted } : {}) } };
    });
    return undefined;
  },
};
