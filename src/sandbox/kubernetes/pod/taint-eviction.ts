import { deleteObject } from '../../apiserver/store/delete.ts';
import type { ObjectKey } from '../../apiserver/store/object.ts';
import { keyOf, type Store } from '../../apiserver/store/store.ts';
import { mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { NodeObject, Taint } from '../workload/workload-objects.ts';
import { tolerates } from './scheduler/placement.ts';

const component = 'taint-eviction-controller';

/** Since when each pod stands under taints that it tolerates for a while, by uid. */
const sinceOfClusters = new WeakMap<Store, Map<string, number>>();

/**
 * Ends pods on nodes whose `NoExecute` taints they don't tolerate, at once or when the time of a toleration is over.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
export const taintEviction: Controller = {
  name: component,
  watches: [resources.pods, resources.nodes],
  enqueue: (changed, world) =>
    changed.resource === resources.pods ? [changed] : podsOn(world, changed.name),
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    const nodeName = pod?.spec?.nodeName;
    if (!pod || !nodeName || pod.metadata.deletionTimestamp) return undefined;
    const node = world.store.get<NodeObject>({ resource: resources.nodes, namespace: '', name: nodeName });
    const taints = (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
    const since = sinceOf(world.store);
    const uid = pod.metadata.uid ?? '';
    const now = world.clock.now().getTime();
    const allowedMs = toleratedMs(pod, taints);
    if (allowedMs === Number.POSITIVE_INFINITY) {
      if (since.delete(uid)) tell(world, pod, 'Cancelling deletion of');
      return undefined;
    }
    const start = since.get(uid) ?? now;
    const leftMs = start + allowedMs - now;
    if (leftMs > 0) {
      since.set(uid, start);
      return { requeueAfterMs: leftMs };
    }
    since.delete(uid);
    evict(world, key, pod);
    return undefined;
  },
};

/** How long a pod may stay under these taints: for ever, for the shortest time of the tolerations it needs, or not. */
function toleratedMs({ spec }: PodObject, taints: readonly Taint[]): number {
  const { tolerations = [] } = spec ?? {};
  const used = taints.map((taint) => tolerations.filter((toleration) => tolerates(toleration, taint)));
  if (used.some((some) => some.length === 0)) return 0;
  const seconds = used.flat().flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...seconds) * 1000);
}

function evict(world: World, key: ObjectKey, pod: PodObject): void {
  tell(world, pod, 'Marking for deletion');
  world.store.mutate<PodObject>(key, (object) => ({
    ...object,
    status: {
      ...object.status,
      conditions: mergeConditions(world, object.status?.conditions, [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'DeletionByTaintManager',
          message: 'Taint manager: deleting due to NoExecute taint',
        },
      ]),
    },
  }));
  deleteObject(world.store, key);
}

const tell = (world: World, pod: PodObject, what: string): void =>
  recordEvent(world, pod, {
    reason: 'TaintManagerEviction',
    message: `${what} Pod ${pod.metadata.namespace}/${pod.metadata.name}`,
    component,
  });

const podsOn = (world: World, node: string): readonly ObjectKey[] =>
  world.store
    .list<PodObject>(resources.pods, { where: (pod) => (pod as PodObject).spec?.nodeName === node })
    .map((pod) => keyOf(resources.pods, pod));

function sinceOf(store: Store): Map<string, number> {
  const known = sinceOfClusters.get(store) ?? new Map<string, number>();
  sinceOfClusters.set(store, known);
  return known;
}
