import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { isFinished, isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { adoptAndRelease } from '../workload/adopt.ts';
import { isAvailable, nextAvailable } from '../workload/availability.ts';
import { createPod } from '../workload/create-pod.ts';
import { randomSuffix } from '../workload/generated-names.ts';
import { controllerOf, controllerReference } from '../workload/owned.ts';
import { podFrom, type ReplicaSetObject } from '../workload/workload-objects.ts';
import { retryMs, withFailure } from './replica-failure.ts';

/** A kind that keeps a number of pods alive. */
type ReplicaKind = {
  readonly component: string;
  readonly resource: string;
  readonly kind: string;
  /** Gives its objects the form of ReplicaSets. */
  readonly view?: (object: ReplicaSetObject) => ReplicaSetObject;
};

type Owner = { readonly set: ReplicaSetObject; readonly component: string };

/** As many pods as an object asks for; it takes in fitting ones that nobody owns and lets go of others. */
export const replicaController = ({
  component,
  resource,
  kind,
  view = (object) => object,
}: ReplicaKind): Controller => ({
  name: component,
  watches: [resource, resources.pods, resources.serviceAccounts],
  enqueue: byOwner(resource, kind),
  delay: 0.1,
  reconcile(key, world) {
    const found = world.store.get<ReplicaSetObject>(key);
    if (!found || found.metadata.deletionTimestamp) return undefined;
    const set = view(found);
    const owner: Owner = { set, component };
    adoptAndRelease(world, set);
    const pods = activePods(world, set);
    const missing = (set.spec?.replicas ?? 1) - pods.length;
    let refusal = '';
    const hear = (why: string): void => {
      refusal = why;
    };
    for (let count = 0; count < missing; count += 1) if (!addPod(world, owner, hear)) break;
    for (const pod of [...pods].sort(dispensableFirst).slice(0, Math.max(0, -missing)))
      removePod(world, owner, pod);
    const conditions = withFailure(world, set, refusal);
    writeStatus(world, key, { ...statusOf(world, set), conditions });
    return refusal
      ? { requeueAfterMs: retryMs(world, conditions) }
      : nextAvailable(world, activePods(world, set), set.spec?.minReadySeconds);
  },
});

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export const replicaSet = replicaController({
  component: 'replicaset-controller',
  resource: resources.replicaSets,
  kind: 'ReplicaSet',
});

const podsOf = (world: World, { metadata }: ReplicaSetObject): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    namespace: metadata.namespace ?? '',
    where: (pod) => controllerOf(pod)?.uid === metadata.uid,
  });

const activePods = (world: World, set: ReplicaSetObject): readonly PodObject[] =>
  podsOf(world, set).filter((pod) => !pod.metadata.deletionTimestamp && !isFinished(pod));

function addPod(world: World, { set, component }: Owner, hear: (why: string) => void): boolean {
  const name = `${set.metadata.name}-${randomSuffix()}`;
  const pod = podFrom(set.spec?.template, name, set);
  const generateName = `${set.metadata.name}-`;
  const metadata = { ...pod.metadata, generateName, ownerReferences: [controllerReference(set)] };
  return createPod(world, set, { ...pod, metadata }, component, hear);
}

function removePod(world: World, { set, component }: Owner, pod: PodObject): void {
  deleteObject(world.store, keyOf(resources.pods, pod));
  recordEvent(world, set, {
    reason: 'SuccessfulDelete',
    message: `Deleted pod: ${pod.metadata.name}`,
    component,
  });
}

/** Which pods go first when there are too many: unscheduled, pending, unready, then the youngest. */
function dispensableFirst(a: PodObject, b: PodObject): number {
  const rank = (pod: PodObject): number =>
    (pod.spec?.nodeName ? 4 : 0) + (pod.status?.phase === 'Running' ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const age = (pod: PodObject): number => Number(pod.metadata.resourceVersion ?? 0);
  return rank(a) - rank(b) || age(b) - age(a);
}

function statusOf(world: World, set: ReplicaSetObject): object {
  const pods = activePods(world, set);
  const ready = pods.filter(isReady).length;
  const labels = Object.entries(set.spec?.template?.metadata?.labels ?? {});
  const labelled = pods.filter(({ metadata }) =>
    labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
  return {
    replicas: pods.length,
    fullyLabeledReplicas: labelled.length || undefined,
    readyReplicas: ready || undefined,
    availableReplicas:
      pods.filter((pod) => isAvailable(world, pod, set.spec?.minReadySeconds)).length || undefined,
    observedGeneration: set.metadata.generation,
  };
}
