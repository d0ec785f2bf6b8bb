import type { ObjectKey } from '../../apiserver/store/object.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { Condition } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { type AutoscalerObject, autoscalerResource } from './autoscaler-objects.ts';
import { component, type Proposed, proposalOf, warn } from './proposal.ts';
import { type ScaleTarget, scaleTarget } from './scale-target.ts';
import { forgetScaling, scalingMemory } from './scaling-memory.ts';
import { policyLimits, usualLimits } from './size-limits.ts';
import { stabilize } from './stabilize.ts';

/** How often it looks, and how long it looks back before it makes something smaller, in units of latency. */
const syncUnits = 15;
const windowUnits = 300;

/** Where there is no latency at all it still has to leave others a turn. */
const shortestMs = 100;

/**
 * Makes what pods run in larger and smaller, by what they use.
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
 */
export const horizontalPodAutoscaler: Controller = {
  name: component,
  watches: [autoscalerResource],
  delay: syncUnits,
  reconcile(key, world) {
    const autoscaler = world.store.get<AutoscalerObject>(key);
    if (!autoscaler) forgetScaling(world, key);
    if (!autoscaler || autoscaler.metadata.deletionTimestamp) return undefined;
    const memory = scalingMemory(world, key);
    const now = world.clock.now().getTime();
    // What it writes itself is no reason to look again.
    if (now >= memory.dueMs) {
      memory.dueMs = now + Math.max(shortestMs, syncUnits * world.clock.latencyMs);
      writeStatus(world, key, look(world, key, autoscaler));
    }
    return { requeueAfterMs: memory.dueMs - now };
  },
};

function look(world: World, key: ObjectKey, autoscaler: AutoscalerObject): object {
  let target: ScaleTarget;
  try {
    target = scaleTarget(world, autoscaler);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    warn(world, autoscaler, 'FailedGetScale', why);
    const message = `the HPA controller was unable to get the target's current scale: ${why}`;
    return withConditions(world, autoscaler, [able(false, 'FailedGetScale', message)]);
  }
  return scaled(world, { key, autoscaler, target });
}

type Turn = { readonly key: ObjectKey; readonly autoscaler: AutoscalerObject; readonly target: ScaleTarget };

const able = (status: boolean, reason: string, message: string): Condition =>
  condition('AbleToScale', status, { reason, message });

const gotScale = able(
  true,
  'SucceededGetScale',
  "the HPA controller was able to get the target's current scale",
);

/** The size that it finds first is what was recommended so far. */
function begin(world: World, key: ObjectKey, replicas: number): void {
  const memory = scalingMemory(world, key);
  if (!memory.recommended.length) memory.recommended = [{ replicas, atMs: world.clock.now().getTime() }];
}

function scaled(world: World, turn: Turn): object {
  const { autoscaler, target, key } = turn;
  const { minReplicas = 1, maxReplicas = 1 } = autoscaler.spec ?? {};
  const current = target.replicas;
  begin(world, key, current);
  if (current === 0 && minReplicas !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero';
    const disabled = condition('ScalingActive', false, { reason: 'ScalingDisabled', message });
    return { ...sizes(current, current), ...withConditions(world, autoscaler, [gotScale, disabled]) };
  }
  if (current > maxReplicas)
    return resize(world, turn, {
      desired: maxReplicas,
      reason: 'Current number of replicas above Spec.MaxReplicas',
    });
  if (current < minReplicas)
    return resize(world, turn, {
      desired: minReplicas,
      reason: 'Current number of replicas below Spec.MinReplicas',
    });
  const proposed = proposalOf(world, autoscaler, target);
  if (proposed.best) return follow(world, turn, { ...proposed, best: proposed.best });
  warn(world, autoscaler, 'FailedComputeMetricsReplicas', proposed.failure ?? '');
  return {
    ...sizes(current, autoscaler.status?.desiredReplicas ?? 0),
    currentMetrics: proposed.statuses ?? null,
    ...withConditions(world, autoscaler, [gotScale, proposed.active]),
  };
}

/** What metrics ask for, held against what was asked for lately and against the limits. */
function follow(
  world: World,
  turn: Turn,
  proposed: Proposed & { readonly best: NonNullable<Proposed['best']> },
): object {
  const { autoscaler, target, key } = turn;
  const { minReplicas: least = 1, maxReplicas: most = 1, behavior } = autoscaler.spec ?? {};
  const { replicas, name } = proposed.best;
  const current = target.replicas;
  const nowMs = world.clock.now().getTime();
  const memory = scalingMemory(world, key);
  const windowMs = windowUnits * world.clock.latencyMs;
  const stable = stabilize({ desired: replicas, current, nowMs }, behavior, memory, windowMs);
  const asked = { current, desired: stable.replicas, least, most, nowMs };
  const limit = behavior ? policyLimits(asked, behavior, memory) : usualLimits(asked);
  const limited = condition('ScalingLimited', limit.replicas !== stable.replicas, {
    reason: limit.reason,
    message: limit.message,
  });
  const conditions = [able(true, stable.reason, stable.message), proposed.active, limited];
  const reason = replicas > current ? `${name} above target` : 'All metrics below target';
  const metrics = proposed.statuses ?? [];
  if (limit.replicas !== current)
    return resize(world, turn, { desired: limit.replicas, reason, conditions, metrics });
  return {
    ...sizes(current, current),
    currentMetrics: metrics,
    ...withConditions(world, autoscaler, conditions),
  };
}

type Resize = {
  readonly desired: number;
  readonly reason: string;
  readonly conditions?: readonly Condition[];
  readonly metrics?: readonly object[];
};

function resize(
  world: World,
  { autoscaler, target, key }: Turn,
  { desired, reason, ...rest }: Resize,
): object {
  const current = target.replicas;
  target.scale(desired);
  const memory = scalingMemory(world, key);
  const atMs = world.clock.now().getTime();
  memory.changes = [...memory.changes, { by: desired - current, atMs }];
  const message = `New size: ${desired}; reason: ${reason}`;
  recordEvent(world, autoscaler, { reason: 'SuccessfulRescale', message, component });
  const done = able(
    true,
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
  );
  return {
    ...sizes(current, desired),
    lastScaleTime: timestamp(world.clock.now()),
    currentMetrics: rest.metrics ?? null,
    ...withConditions(world, autoscaler, [done, ...(rest.conditions ?? []).slice(1)]),
  };
}

const sizes = (currentReplicas: number, desiredReplicas: number): object => ({
  currentReplicas: currentReplicas || undefined,
  desiredReplicas,
});

const withConditions = (
  world: World,
  { status }: AutoscalerObject,
  conditions: readonly Condition[],
): { readonly conditions: readonly Condition[] } => {
  const known = status?.conditions ?? [];
  const merged = mergeConditions(world, known, conditions);
  const order = ['AbleToScale', 'ScalingActive', 'ScalingLimited'];
  return { conditions: merged.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type)) };
};
