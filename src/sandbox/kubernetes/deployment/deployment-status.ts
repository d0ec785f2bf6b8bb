import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Condition } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { replicaFailure } from '../replica-set/replica-failure.ts';
import type { DeploymentObject, ReplicaSetObject } from '../workload/workload-objects.ts';

/** What a Deployment's status says about its ReplicaSets. */
export function deploymentStatus(
  world: World,
  owner: DeploymentObject,
  current: ReplicaSetObject | undefined,
  sets: readonly ReplicaSetObject[],
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
    ...(current ? [progressing(current, wanted, counts)] : []),
    ...failure(current, sets),
  ];
  return {
    observedGeneration: owner.metadata.generation,
    ...Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count || undefined])),
    unavailableReplicas: missing || undefined,
    conditions: withUpdateTimes(world, owner, conditions),
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
  readonly availableReplicas: number;
};

function progressing(current: ReplicaSetObject, wanted: number, counts: Counts): Condition {
  const { updatedReplicas, replicas, availableReplicas } = counts;
  const isDone = updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted;
  const set = `ReplicaSet "${current.metadata.name}"`;
  return isDone
    ? condition('Progressing', true, {
        reason: 'NewReplicaSetAvailable',
        message: `${set} has successfully progressed.`,
      })
    : condition('Progressing', true, { reason: 'ReplicaSetUpdated', message: `${set} is progressing.` });
}

/** Deployments also say when a condition last said something else. */
function withUpdateTimes(
  world: World,
  { status }: DeploymentObject,
  conditions: readonly Condition[],
): readonly Condition[] {
  type Dated = Condition & { readonly lastUpdateTime?: string };
  const fresh = mergeConditions(world, [], conditions)[0]?.lastTransitionTime;
  const gone = conditions.some(({ type }) => type === replicaFailure) ? [] : [replicaFailure];
  return mergeConditions(world, status?.conditions, conditions, gone).map((entry) => {
    const before: Dated | undefined = status?.conditions?.find(({ type }) => type === entry.type);
    const isSame = before?.reason === entry.reason && before?.message === entry.message;
    return { ...entry, lastUpdateTime: (isSame ? before?.lastUpdateTime : undefined) ?? fresh };
  });
}
