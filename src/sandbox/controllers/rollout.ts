import type { DeploymentObject, ReplicaSetObject } from './workload-objects.ts';

/** A Deployment with the ReplicaSet of its present template and those of earlier ones. */
export type Rollout = {
  readonly owner: DeploymentObject;
  readonly current: ReplicaSetObject;
  readonly old: readonly ReplicaSetObject[];
};

export type Size = { readonly set: ReplicaSetObject; readonly replicas: number };

/**
 * How large each ReplicaSet may be next.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export const rollout = {
  sizes(plan: Rollout): readonly Size[] {
    return plan.owner.spec?.strategy?.type === 'Recreate' ? recreate(plan) : rolling(plan);
  },
  surge,
};

function surge({ spec }: DeploymentObject): number {
  if (spec?.strategy?.type === 'Recreate') return 0;
  return portion(spec?.strategy?.rollingUpdate?.maxSurge ?? '25%', spec?.replicas ?? 1, Math.ceil);
}

function recreate({ owner, current, old }: Rollout): readonly Size[] {
  const gone = old.map((set) => ({ set, replicas: 0 }));
  const left = old.some(({ spec, status }) => (spec?.replicas ?? 0) > 0 || (status?.replicas ?? 0) > 0);
  return left ? gone : [{ set: current, replicas: owner.spec?.replicas ?? 1 }];
}

/** Never more than replicas + surge in all, never fewer available than replicas − unavailable. */
function rolling(plan: Rollout): readonly Size[] {
  const { owner, current, old } = plan;
  const wanted = owner.spec?.replicas ?? 1;
  const total = [current, ...old].reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
  const now = current.spec?.replicas ?? 0;
  const room = Math.max(0, wanted + surge(owner) - total);
  const larger = now > wanted ? wanted : Math.min(wanted, now + room);
  return [{ set: current, replicas: larger }, ...shrunk(plan, wanted)];
}

function shrunk({ owner, current, old }: Rollout, wanted: number): readonly Size[] {
  const available = [current, ...old].reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
  const unhealthy = (set: ReplicaSetObject): number =>
    (set.spec?.replicas ?? 0) - Math.min(set.spec?.replicas ?? 0, set.status?.availableReplicas ?? 0);
  let spare = Math.max(0, available - (wanted - unavailable(owner)));
  return old.map((set) => {
    const size = set.spec?.replicas ?? 0;
    const useless = unhealthy(set);
    const taken = Math.min(size - useless, spare);
    spare -= taken;
    return { set, replicas: size - useless - taken };
  });
}

/** Both bounds can't be 0, or nothing would ever move. */
function unavailable(owner: DeploymentObject): number {
  const { spec } = owner;
  const given = spec?.strategy?.rollingUpdate?.maxUnavailable ?? '25%';
  const bound = portion(given, spec?.replicas ?? 1, Math.floor);
  return bound === 0 && surge(owner) === 0 ? 1 : bound;
}

function portion(bound: number | string, of: number, round: (value: number) => number): number {
  return typeof bound === 'number' ? bound : round((Number.parseFloat(bound) / 100) * of);
}
