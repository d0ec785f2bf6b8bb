import type { ObjectKey } from '../../../apiserver/store/object.ts';
import { keyOf } from '../../../apiserver/store/store.ts';
import { condition } from '../../../controllers/conditions.ts';
import type { Controller } from '../../../controllers/controller.ts';
import { recordEvent } from '../../../controllers/record-event.ts';
import { isFinished } from '../../../mesh/enrolment.ts';
import type { Condition, PodObject } from '../../../mesh/objects.ts';
import { resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import { keepFor } from '../../persistent-volume-claim/bind.ts';
import { matchingVolume } from '../../persistent-volume-claim/match-volume.ts';
import { selectNode } from '../../persistent-volume-claim/provision.ts';
import type { NodeObject } from '../../workload/workload-objects.ts';
import { mergePodConditions } from '../pod-conditions.ts';
import { claimsOf, isBound } from './filters/volume-binding.ts';
import { blocked, misfits } from './judge.ts';
import { preempt } from './preempt.ts';
import { ranked } from './score.ts';
import { type Snapshot, snapshot } from './snapshot.ts';
import { nodesMessage } from './unschedulable.ts';

const component = 'default-scheduler';

/** Gives each new pod a node: of those that fit the one that suits it best. */
export const scheduler: Controller = {
  name: component,
  watches: [
    resources.pods,
    resources.nodes,
    resources.persistentVolumeClaims,
    resources.persistentVolumes,
    resources.storageClasses,
  ],
  enqueue: affected,
  delay: 0.1,
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    if (!pod || pod.metadata.deletionTimestamp || pod.spec?.nodeName) return undefined;
    if ((pod.spec?.schedulerName ?? component) !== component) return undefined;
    if (pod.spec?.schedulingGates?.length) hold(world, pod);
    else schedule(pod, snapshot(world));
    return undefined;
  },
};

/** A pod that goes makes room for all that wait; one that has got its node matters to those that want to be near it. */
function affected(changed: ObjectKey, world: World): readonly ObjectKey[] {
  if (changed.resource !== resources.pods) return waiting(world);
  const pod = world.store.get<PodObject>(changed);
  if (!pod || isFinished(pod)) return waiting(world);
  if (!pod.spec?.nodeName) return [changed];
  return waiting(world, ({ spec }) => spec?.affinity?.podAffinity !== undefined);
}

const waiting = (world: World, which: (pod: PodObject) => boolean = () => true): readonly ObjectKey[] =>
  world.store
    .list<PodObject>(resources.pods)
    .filter((pod) => !pod.spec?.nodeName && which(pod))
    .map((pod) => keyOf(resources.pods, pod));

function schedule(pod: PodObject, all: Snapshot): void {
  const why = blocked(pod, all);
  const judged = all.nodes.map((node) => ({ node, found: why ? [] : misfits(pod, node, all) }));
  const fitting = why ? [] : judged.filter(({ found }) => found.length === 0).map(({ node }) => node);
  const nominated = fitting.find(({ node }) => node.metadata.name === pod.status?.nominatedNodeName);
  const best = nominated ?? ranked(pod, fitting, all)[0];
  if (best) {
    if (haveVolumes(pod, best.node, all.world)) bind(all.world, pod, best.node);
    return;
  }
  const reasons = judged.map(({ found }) => found.map(({ reason }) => reason));
  const first = why ? `0/${all.nodes.length} nodes are available: ${why}.` : nodesMessage(reasons);
  refuse(pod, first, all, why !== undefined);
}

/** Whether all volumes are there; asks for those that aren't, on the node that the pod is to get. */
function haveVolumes(pod: PodObject, node: NodeObject, world: World): boolean {
  const open = claimsOf(world, pod).filter((claim) => !isBound(claim));
  for (const claim of open) {
    const volume = matchingVolume(world, claim, { node, waits: true });
    if (volume) keepFor(world, volume, claim);
    else selectNode(world, claim, node.metadata.name);
  }
  return open.length === 0;
}

function bind(world: World, pod: PodObject, { metadata: { name } }: NodeObject): void {
  write(world, pod, { nodeName: name }, condition('PodScheduled', true));
  recordEvent(world, pod, {
    reason: 'Scheduled',
    message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${name}`,
    component,
  });
}

function hold(world: World, pod: PodObject): void {
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  write(world, pod, {}, condition('PodScheduled', false, { reason: 'SchedulingGated', message }));
}

function refuse(pod: PodObject, first: string, all: Snapshot, isBlocked: boolean): void {
  const { world } = all;
  if (pod.status?.nominatedNodeName && endsSoon(pod.status.nominatedNodeName, all)) return;
  const outcome = preempt(pod, all, isBlocked);
  const message = 'message' in outcome ? `${first} preemption: ${outcome.message}` : first;
  const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const nominated = 'nominated' in outcome ? outcome.nominated : undefined;
  if (known?.message === message && pod.status?.nominatedNodeName === nominated) return;
  const unscheduled = condition('PodScheduled', false, { reason: 'Unschedulable', message });
  write(world, pod, {}, unscheduled, nominated);
  recordEvent(world, pod, { type: 'Warning', reason: 'FailedScheduling', message, component });
}

/** Whether pods are still ending on a node that a pod was promised. */
const endsSoon = (name: string, { nodes }: Snapshot): boolean =>
  nodes.some(
    ({ node, pods }) =>
      node.metadata.name === name && pods.some(({ metadata }) => metadata.deletionTimestamp),
  );

function write(
  world: World,
  pod: PodObject,
  spec: PodObject['spec'] & object,
  scheduled: Condition,
  nominated?: string,
): void {
  const change = (object: PodObject): PodObject => {
    const { nominatedNodeName: _former, ...status } = object.status ?? {};
    return {
      ...object,
      spec: { ...object.spec, ...spec },
      status: {
        phase: 'Pending',
        ...status,
        ...(nominated ? { nominatedNodeName: nominated } : {}),
        conditions: mergePodConditions(world, object, [scheduled]),
      },
    };
  };
  world.store.mutate<PodObject>(keyOf(resources.pods, pod), change, { keepsGeneration: true });
}
