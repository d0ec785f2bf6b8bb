import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { isFinished, isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { Revision } from '../controller-revision/history.ts';
import { isAvailable } from '../workload/availability.ts';
import { storePod } from '../workload/create-pod.ts';
import { ensureClaims, ownClaims } from './stateful-claims.ts';
import { isWanted, ordinalOf, revisionLabel, statefulPod } from './stateful-pod.ts';
import type { StatefulSetObject } from './stateful-set-object.ts';

const component = 'statefulset-controller';

/** A set with its pods, the revision that all of them had last, and the one that they are to have. */
export type Plan = {
  readonly set: StatefulSetObject;
  readonly pods: readonly PodObject[];
  readonly current: Revision;
  readonly update: Revision;
};

/** Whether to go on, or to wait for what was found or begun. */
type Step = 'go on' | 'wait';

/**
 * Creates missing pods from the lowest number on, then deletes surplus ones from the highest down, then replaces old
 * ones from the highest down; in order, one at a time and only past pods that are available, unless pods may be worked
 * on in parallel.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees
 */
export function workOn(world: World, plan: Plan): void {
  if (fill(world, plan) === 'wait' || shrink(world, plan) === 'wait') return;
  if (plan.set.spec?.updateStrategy?.type !== 'OnDelete') replace(world, plan);
}

const isOrdered = ({ set }: Plan): boolean => set.spec?.podManagementPolicy !== 'Parallel';

function numbers({ set }: Plan): readonly number[] {
  const start = set.spec?.ordinals?.start ?? 0;
  return Array.from({ length: set.spec?.replicas ?? 1 }, (_, index) => start + index);
}

const podAt = ({ set, pods }: Plan, ordinal: number): PodObject | undefined =>
  pods.find((pod) => ordinalOf(set, pod) === ordinal);

function fill(world: World, plan: Plan): Step {
  let step: Step = 'go on';
  for (const ordinal of numbers(plan)) {
    if (fillAt(world, plan, ordinal) === 'go on') continue;
    step = 'wait';
    if (isOrdered(plan)) break;
  }
  return step;
}

function fillAt(world: World, plan: Plan, ordinal: number): Step {
  const { set } = plan;
  const pod = podAt(plan, ordinal);
  if (!pod) return add(world, plan, ordinal) && !isOrdered(plan) ? 'go on' : 'wait';
  if (isFinished(pod)) {
    if (!pod.metadata.deletionTimestamp) remove(world, set, pod);
    return 'wait';
  }
  if (pod.status?.phase === 'Pending' && !pod.metadata.deletionTimestamp)
    ensureClaims(world, set, pod.metadata.name);
  if (isOrdered(plan) && !isHealthy(world, plan, pod)) return 'wait';
  ownClaims(world, set, pod, false);
  return 'go on';
}

const isHealthy = (world: World, { set }: Plan, pod: PodObject): boolean =>
  pod.status?.phase === 'Running' && isAvailable(world, pod, set.spec?.minReadySeconds);

/** Pods below the partition keep the former revision. */
function revisionFor({ set, current, update }: Plan, ordinal: number): Revision {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  const bound = (set.spec?.ordinals?.start ?? 0) + (rollingUpdate?.partition ?? 0);
  return type !== 'OnDelete' && ordinal < bound ? current : update;
}

function add(world: World, plan: Plan, ordinal: number): boolean {
  const { set } = plan;
  const pod = statefulPod(set, ordinal, revisionFor(plan, ordinal));
  const { name } = pod.metadata;
  const refusal = ensureClaims(world, set, name) ?? storePod(world, pod, component);
  tell(world, set, 'create', name, refusal);
  if (!refusal) ownClaims(world, set, world.store.get<PodObject>(keyOf(resources.pods, pod)) ?? pod, false);
  return !refusal;
}

function remove(world: World, set: StatefulSetObject, pod: PodObject): void {
  deleteObject(world.store, keyOf(resources.pods, pod));
  tell(world, set, 'delete', pod.metadata.name, undefined);
}

function tell(
  world: World,
  set: StatefulSetObject,
  verb: 'create' | 'delete',
  pod: string,
  refusal: string | undefined,
): void {
  const what = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name}`;
  const title = verb === 'create' ? 'Create' : 'Delete';
  recordEvent(
    world,
    set,
    refusal === undefined
      ? { reason: `Successful${title}`, message: `${what} successful`, component }
      : { type: 'Warning', reason: `Failed${title}`, message: `${what} failed error: ${refusal}`, component },
  );
}

/** Surplus pods, the highest number first. */
function shrink(world: World, plan: Plan): Step {
  const { set, pods } = plan;
  const surplus = pods
    .flatMap((pod) => {
      const ordinal = ordinalOf(set, pod);
      return ordinal === undefined || isWanted(set, ordinal) ? [] : [{ pod, ordinal }];
    })
    .toSorted((a, b) => b.ordinal - a.ordinal);
  const ill = firstUnhealthy(plan);
  for (const { pod } of surplus) {
    if (pod.metadata.deletionTimestamp && isOrdered(plan)) return 'wait';
    if (pod.metadata.deletionTimestamp) continue;
    if (isOrdered(plan) && !isHealthy(world, plan, pod) && pod !== ill) return 'wait';
    ownClaims(world, set, pod, true);
    remove(world, set, pod);
    if (isOrdered(plan)) return 'wait';
  }
  return surplus.length ? 'wait' : 'go on';
}

/** The pod with the lowest number that isn't well: it may go though the others wait for it. */
function firstUnhealthy({ set, pods }: Plan): PodObject | undefined {
  return pods
    .filter((pod) => !isReady(pod) || pod.status?.phase !== 'Running')
    .toSorted((a, b) => (ordinalOf(set, a) ?? 0) - (ordinalOf(set, b) ?? 0))[0];
}

/** One old pod at a time, the highest number first, and none while a newer one isn't available. */
function replace(world: World, plan: Plan): void {
  const { set, update } = plan;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (const ordinal of numbers(plan).slice(partition).toReversed()) {
    const pod = podAt(plan, ordinal);
    if (!pod || pod.metadata.deletionTimestamp) return;
    if (pod.metadata.labels?.[revisionLabel] !== update.metadata.name) {
      remove(world, set, pod);
      return;
    }
    if (!isHealthy(world, plan, pod)) return;
  }
}
