import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Condition } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { replicaFailure } from '../replica-set/replica-failure.ts';
import type { DeploymentObject, ReplicaSetObject } from '../workload/workload-objects.ts';

/** Why a rollout doesn't go on whose ReplicaSet is refused. */
export const createError = 'ReplicaSetCreateError';

/** What a Deployment has: the ReplicaSet of its present template, all, and why the former is refused where it is. */
type Sets = {
  readonly current: ReplicaSetObject | undefined;
  readonly sets: readonly ReplicaSetObject[];
  readonly refusal: string | undefined;
};

/** What a Deployment's status says about its ReplicaSets. */
export function deploymentStatus(
  world: World,
  owner: DeploymentObject,
  { current, sets, refusal }: Sets,
): object {
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
    sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
  const wanted = owner.spec?.replicas ?? 1;
  const counts = {
    replicas: sum('replicas'),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
  };
  const missing = Math.max(0, Math.max(wanted, counts.replicas) - counts.availableReplicas);
  const conditions = [
    available(owner, counts.availableReplicas),
    ...(current || refusal === undefined
      ? progressing(world, owner, current, counts)
      : [condition('Progressing', false, { reason: createError, message: refusal })]),
    ...failure(current, sets),
  ];
  return {
    observedGeneration: owner.metadata.generation,
    ...Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count || undefined])),
    unavailableReplicas: missing || undefined,
    conditions: withUpdateTimes(world, owner, conditions, hasProgressed(owner, counts)),
  };
}

/** Why pods are refused, of the newest set first. */
function failure(current: ReplicaSetObject | undefined, sets: readonly ReplicaSetObject[]): Condition[] {
  const all = [...(current ? [current] : []), ...sets].flatMap(({ status }) => status?.conditions ?? []);
  return all.filter(({ type }) => type === replicaFailure).slice(0, 1);
}

function available({ spec }: DeploymentObject, count: number): Condition {
  const wanted = spec?.replicas ?? 1;
  const bound = spec?.strategy?.rollingUpdate?.maxUnavailable ?? '25%';
  const slack = typeof bound === 'number' ? bound : Math.floor((Number.parseFloat(bound) / 100) * wanted);
  return count >= wanted - slack
    ? condition('Available', true, {
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      })
    : condition('Available', false, {
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      });
}

type Counts = {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
};

/**
 * Nobody knows how far a Deployment will get that is paused, or that has gone on without having done anything yet.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/controller/deployment/sync.go#L60
 */
function progressing(
  world: World,
  owner: DeploymentObject,
  current: ReplicaSetObject | undefined,
  counts: Counts,
): readonly Condition[] {
  const last = progressOf(owner);
  const { paused = false } = owner.spec ?? {};
  if (!hasDeadline(owner.spec)) return [];
  if (paused && last?.reason !== 'ProgressDeadlineExceeded') return [unknown('DeploymentPaused', 'paused')];
  if (paused || current === undefined) return [];
  const set = `ReplicaSet "${current.metadata.name}"`;
  const because = (reason: string, what: string): Condition =>
    condition('Progressing', reason !== 'ProgressDeadlineExceeded', { reason, message: `${set} ${what}` });
  if (isDone(owner, counts)) return [because('NewReplicaSetAvailable', 'has successfully progressed.')];
  const moved = hasProgressed(owner, counts);
  if (!moved && untilDeadline(world, owner) === 0)
    return [because('ProgressDeadlineExceeded', 'has timed out progressing.')];
  const isHeld = last?.reason === 'DeploymentPaused' || last?.reason === 'DeploymentResumed';
  if (isHeld && !moved) return [unknown('DeploymentResumed', 'resumed')];
  return [because('ReplicaSetUpdated', 'is progressing.')];
}

const unknown = (reason: string, what: string): Condition => ({
  type: 'Progressing',
  status: 'Unknown',
  reason,
  message: `Deployment is ${what}`,
});

function isDone({ spec }: DeploymentObject, counts: Counts): boolean {
  const wanted = spec?.replicas ?? 1;
  const { updatedReplicas, replicas, availableReplicas } = counts;
  return updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted;
}

const progressOf = ({ status }: DeploymentObject): Dated | undefined =>
  status?.conditions?.find(({ type }) => type === 'Progressing');

/** Whether there are more new pods, fewer old ones, or more that are ready, than there were. */
function hasProgressed({ status = {} }: DeploymentObject, counts: Counts): boolean {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  return (
    counts.updatedReplicas > updatedReplicas ||
    counts.replicas - counts.updatedReplicas < replicas - updatedReplicas ||
    counts.readyReplicas > readyReplicas ||
    counts.availableReplicas > availableReplicas
  );
}

/** Time left to make progress, in milliseconds; undefined where nothing is under way. */
export function untilDeadline(world: World, owner: DeploymentObject): number | undefined {
  const { paused = false, progressDeadlineSeconds: seconds = 600 } = owner.spec ?? {};
  const last = progressOf(owner);
  if (paused || !hasDeadline(owner.spec) || !last?.lastUpdateTime || last.reason === 'NewReplicaSetAvailable')
    return undefined;
  if (last.reason === 'ProgressDeadlineExceeded') return 0;
  return Math.max(0, Date.parse(last.lastUpdateTime) + seconds * 1000 - world.clock.now().getTime());
}

/** What has no deadline is not said to progress or to be late. */
const hasDeadline = (spec: DeploymentObject['spec']): boolean => spec?.progressDeadlineSeconds !== never;

/** The number of seconds that stands for no deadline. */
const never = 2_147_483_647;

type Dated = Condition & { readonly lastUpdateTime?: string };

/** Deployments also say when a condition last said something else. */
function withUpdateTimes(
  world: World,
  { spec, status }: DeploymentObject,
  conditions: readonly Condition[],
  moved: boolean,
): readonly Condition[] {
  const fresh = mergeConditions(world, [], conditions)[0]?.lastTransitionTime;
  const gone = [replicaFailure, ...(hasDeadline(spec) ? [] : ['Progressing'])].filter(
    (dropped) => !conditions.some(({ type }) => type === dropped),
  );
  return mergeConditions(world, status?.conditions, conditions, gone).map((entry) => {
    const before: Dated | undefined = status?.conditions?.find(({ type }) => type === entry.type);
    const isSame =
      !(moved && entry.type === 'Progressing') &&
      before?.reason === entry.reason &&
      before?.message === entry.message;
    return { ...entry, lastUpdateTime: (isSame ? before?.lastUpdateTime : undefined) ?? fresh };
  });
}
