import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner, keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { currentRevision, trimHistory } from '../controller-revision/history.ts';
import { fitsNode } from '../pod/scheduler/placement.ts';
import { adoptAndRelease } from '../workload/adopt.ts';
import { isAvailable, nextAvailable } from '../workload/availability.ts';
import { createPod } from '../workload/create-pod.ts';
import { contentHash, randomSuffix } from '../workload/generated-names.ts';
import { controlled, controllerReference } from '../workload/owned.ts';
import { type DaemonSetObject, type NodeObject, podFrom } from '../workload/workload-objects.ts';

const component = 'daemonset-controller';
const hashLabel = 'controller-revision-hash';

/** One pod of the present template on every node that fits; old ones are replaced as its strategy says. */
export const daemonSet: Controller = {
  name: component,
  watches: [resources.daemonSets, resources.pods, resources.nodes],
  enqueue: (changed, world) =>
    changed.resource === resources.nodes
      ? keysOf(world, resources.daemonSets)
      : byOwner(resources.daemonSets, 'DaemonSet')(changed, world),
  delay: 0.1,
  reconcile(key, world) {
    const set = world.store.get<DaemonSetObject>(key);
    if (!set || set.metadata.deletionTimestamp) return undefined;
    adoptAndRelease(world, set);
    const nodes = world.store
      .list<NodeObject>(resources.nodes)
      .filter((node) => fitsNode(set.spec?.template?.spec ?? {}, node));
    for (const node of nodes) if (!podOn(world, set, node)) addPod(world, set, node);
    keepHistory(world, set);
    if (set.spec?.updateStrategy?.type !== 'OnDelete') replaceOld(world, set, nodes.length);
    writeStatus(world, key, statusOf(world, set, nodes));
    return nextAvailable(world, podsOf(world, set), set.spec?.minReadySeconds);
  },
};

const podsOf = (world: World, set: DaemonSetObject): readonly PodObject[] =>
  controlled<PodObject>(world, resources.pods, set);

const podOn = (world: World, set: DaemonSetObject, node: NodeObject): PodObject | undefined =>
  podsOf(world, set).find(({ spec }) => spec?.nodeName === node.metadata.name);

const isCurrent = (set: DaemonSetObject, { metadata }: PodObject): boolean =>
  metadata.labels?.[hashLabel] === contentHash(set.spec?.template);

/** The templates that `kubectl rollout` can go back to. */
function keepHistory(world: World, set: DaemonSetObject): void {
  const { metadata } = currentRevision(world, set);
  const used = podsOf(world, set).map((pod) => `${set.metadata.name}-${pod.metadata.labels?.[hashLabel]}`);
  trimHistory(world, set, new Set([...used, metadata.name]));
}

function addPod(world: World, set: DaemonSetObject, node: NodeObject): void {
  const pod = podFrom(set.spec?.template, `${set.metadata.name}-${randomSuffix()}`, set);
  const metadata = {
    ...pod.metadata,
    generateName: `${set.metadata.name}-`,
    labels: { ...pod.metadata.labels, [hashLabel]: contentHash(set.spec?.template) },
    ownerReferences: [controllerReference(set)],
  };
  createPod(world, set, { ...pod, metadata, spec: { ...pod.spec, nodeName: node.metadata.name } }, component);
}

/** Old pods that aren't available go at once, others as far as the strategy's `maxUnavailable` lets them. */
function replaceOld(world: World, set: DaemonSetObject, wanted: number): void {
  const present = podsOf(world, set).filter(({ metadata }) => !metadata.deletionTimestamp);
  const available = present.filter((pod) => isAvailable(world, pod, set.spec?.minReadySeconds));
  const old = present.filter((pod) => !isCurrent(set, pod));
  const room = Math.max(0, mostUnavailable(set, wanted) - (wanted - available.length));
  const [going, staying] = [
    old.filter((pod) => !available.includes(pod)),
    old.filter((pod) => available.includes(pod)),
  ];
  for (const pod of [...going, ...staying.slice(0, room)])
    deleteObject(world.store, keyOf(resources.pods, pod));
}

function mostUnavailable({ spec }: DaemonSetObject, wanted: number): number {
  const { maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {};
  if (typeof maxUnavailable === 'number') return maxUnavailable;
  return Math.ceil((Number.parseFloat(maxUnavailable) / 100) * wanted);
}

function statusOf(world: World, set: DaemonSetObject, nodes: readonly NodeObject[]): object {
  const pods = podsOf(world, set).filter(({ metadata }) => !metadata.deletionTimestamp);
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(world, pod, set.spec?.minReadySeconds)).length;
  return {
    observedGeneration: set.metadata.generation,
    desiredNumberScheduled: nodes.length,
    currentNumberScheduled: pods.length,
    updatedNumberScheduled: pods.filter((pod) => isCurrent(set, pod)).length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: available || undefined,
    numberUnavailable: nodes.length - available || undefined,
  };
}
