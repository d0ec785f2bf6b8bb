import type { ObjectKey } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { slot } from '../../memory.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { NodeObject, Taint } from '../workload/workload-objects.ts';
import { disrupt } from './disrupt.ts';
import { tolerates } from './scheduler/placement.ts';

const component = 'taint-eviction-controller';

/** Since when each pod stands under taints that it tolerates for a while, by uid. */
const sinceOfPods = slot(() => new Map<string, number>());

/**
 * Ends pods on nodes whose `NoExecute` taints they don't tolerate, at once or when the time of a toleration is over.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
export const taintEviction: Controller = {
  name: component,
  watches: [resources.pods, resources.nodes],
  enqueue: (changed, world) =>
    changed.resource === resources.nodes
      ? podsOn(world, changed.name)
      : evictingTaints(world, world.store.get<PodObject>(changed)).length
        ? [changed]
        : [],
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    if (!pod || pod.metadata.deletionTimestamp) return undefined;
    const since = world.memory.of(sinceOfPods);
    const uid = pod.metadata.uid ?? '';
    const now = world.clock.now().getTime();
    const allowedMs = toleratedMs(pod, evictingTaints(world, pod));
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
    tell(world, pod, 'Marking for deletion');
    disrupt(world, pod, {
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
    return undefined;
  },
};

/** The taints of a pod's node that may end it. */
function evictingTaints(world: World, pod: PodObject | undefined): readonly Taint[] {
  const name = pod?.spec?.nodeName;
  const node = name && world.store.get<NodeObject>({ resource: resources.nodes, namespace: '', name });
  return node ? (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute') : [];
}

/** How long a pod may stay under these taints: for ever, for the shortest time of the tolerations it needs, or not. */
function toleratedMs({ spec }: PodObject, taints: readonly Taint[]): number {
  const { tolerations = [] } = spec ?? {};
  const used = taints.map((taint) => tolerations.filter((toleration) => tolerates(toleration, taint)));
  if (used.some((some) => some.length === 0)) return 0;
  const seconds = used.flat().flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...seconds) * 1000);
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
