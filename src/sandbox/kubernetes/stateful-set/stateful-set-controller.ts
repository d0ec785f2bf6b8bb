import { specSelector } from '../../apiserver/store/selectors.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { currentRevision, revisionsOf, trimHistory } from '../controller-revision/history.ts';
import { nextAvailable } from '../workload/availability.ts';
import { controlled, controllerOf, controllerReference } from '../workload/owned.ts';
import { ordinalOf, revisionLabel } from './stateful-pod.ts';
import type { StatefulSetObject } from './stateful-set-object.ts';
import { statefulStatus } from './stateful-set-status.ts';
import { type Plan, workOn } from './work-on.ts';

/** Pods with numbers, each with a name and volumes that stay its own. */
export const statefulSet: Controller = {
  name: 'statefulset-controller',
  watches: [resources.statefulSets, resources.pods, resources.persistentVolumeClaims],
  enqueue: byOwner(resources.statefulSets, 'StatefulSet'),
  delay: 0.1,
  reconcile(key, world) {
    const set = world.store.get<StatefulSetObject>(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    adopt(world, set);
    const plan = planOf(world, set);
    workOn(world, plan);
    writeStatus(world, key, statefulStatus(world, planOf(world, set)));
    const pods = podsOf(world, set);
    const used = pods.map(({ metadata }) => metadata.labels?.[revisionLabel] ?? '');
    const { current, update } = planOf(world, set);
    trimHistory(world, set, new Set([...used, current.metadata.name, update.metadata.name]));
    return nextAvailable(world, pods, set.spec?.minReadySeconds);
  },
};

const podsOf = (world: World, set: StatefulSetObject): readonly PodObject[] =>
  controlled<PodObject>(world, resources.pods, set);

function planOf(world: World, set: StatefulSetObject): Plan {
  const update = currentRevision(world, set);
  const latest = world.store.get<StatefulSetObject>(keyOf(resources.statefulSets, set)) ?? set;
  const current = revisionsOf(world, set).find(
    ({ metadata }) => metadata.name === latest.status?.currentRevision,
  );
  return { set: latest, pods: podsOf(world, set), current: current ?? update, update };
}

/** Pods that nobody owns and that have a name and labels of the set's become its own. */
function adopt(world: World, set: StatefulSetObject): void {
  const fits = specSelector(set.spec?.selector);
  const namespace = set.metadata.namespace ?? '';
  const free = world.store.list<PodObject>(resources.pods, {
    namespace,
    where: (pod) => !controllerOf(pod) && !pod.metadata.deletionTimestamp && fits(pod),
  });
  for (const pod of free.filter((candidate) => ordinalOf(set, candidate) !== undefined))
    world.store.mutate<PodObject>(keyOf(resources.pods, pod), (object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        ownerReferences: [...(object.metadata.ownerReferences ?? []), controllerReference(set)],
      },
    }));
}
