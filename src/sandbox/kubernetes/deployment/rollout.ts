import type { DeploymentObject, ReplicaSetObject } from '../workload/workload-objects.ts';

/** A Deployment with the ReplicaSet of its present template and those of earlier ones. */
export type Rollout = {
  readonly owner: DeploymentObject;
  readonly current: ReplicaSetObject;
  readonly old: readonly ReplicaSetObject[];
};

type Size = { readonly set: ReplicaSetObject; readonly replicas: number };

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

/**
 * What may be taken from the old ones: first pods that aren't available anyway, then others; together never so many
 * that, should every new pod that isn't available stay so, too few are left.
 */
function shrunk({ owner, current, old }: Rollout, wanted: number): readonly Size[] {
  const size = ({ spec }: ReplicaSetObject): number => spec?.replicas ?? 0;
  const available = ({ status }: ReplicaSetObject): number => status?.availableReplicas ?? 0;
  const sum = (sets: readonly ReplicaSetObject[], count: (set: ReplicaSetObject) => number): number =>
    sets.reduce((total, set) => total + count(set), 0);
  const least = wanted - unavailable(owner);
  const pending = Math.max(0, size(current) - available(current));
  let removable = Math.max(0, sum([current, ...old], size) - least - pending);
  let spare = Math.max(0, sum([current, ...old], available) - least);
  return old.map((set) => {
    const useless = Math.min(removable, Math.max(0, size(set) - available(set)));
    const useful = Math.min(removable - useless, spare, size(set) - useless);
    removable -= useless + useful;
    spare -= useful;
    return { set, replicas: size(set) - useless - useful };
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
