import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { sameNamespace } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { type BudgetObject, expectedOf, healthyOf, podsOf } from './budget-status.ts';
import { budgetResource } from './pod-disruption-budget.ts';

/** As events name it. */
const component = 'controllermanager';

/** How long an eviction counts although its pod is still there. */
const evictionMs = 120_000;

/**
 * Counts how many pods of each budget may be evicted now.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
 */
export const disruption: Controller = {
  name: 'disruption-controller',
  watches: [
    budgetResource,
    resources.pods,
    resources.deployments,
    resources.replicaSets,
    'statefulsets.apps',
  ],
  enqueue: sameNamespace(budgetResource),
  delay: 0.1,
  reconcile(key, world) {
    const budget = world.store.get<BudgetObject>(key);
    if (!budget || budget.metadata.deletionTimestamp) return undefined;
    try {
      return sync(world, key, budget);
    } catch (error) {
      fail(world, key, budget, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  },
};

function sync(world: World, key: ObjectKey, budget: BudgetObject): ReturnType<Controller['reconcile']> {
  const pods = podsOf(world, budget);
  if (!pods.length && !budget.status?.observedGeneration)
    tell(world, budget, 'Normal', 'NoPods', 'No matching pods found');
  const { expected, desired, unmanaged } = expectedOf(world, budget, pods);
  if (unmanaged && !budget.status?.observedGeneration)
    tell(world, budget, 'Warning', 'UnmanagedPods', unmanagedText(budget));
  const disruptedPods = disruptedOf(world, budget);
  const currentHealthy = healthyOf(pods, disruptedPods);
  const disruptionsAllowed = expected > 0 ? Math.max(0, currentHealthy - desired) : 0;
  const isAllowed = disruptionsAllowed > 0;
  const reason = isAllowed ? 'SufficientPods' : 'InsufficientPods';
  const { generation } = budget.metadata;
  writeStatus(world, key, {
    conditions: mergeConditions(world, budget.status?.conditions, [
      condition('DisruptionAllowed', isAllowed, { reason, message: '', generation }),
    ]),
    currentHealthy,
    desiredHealthy: desired,
    disruptedPods: Object.keys(disruptedPods).length ? disruptedPods : undefined,
    disruptionsAllowed,
    expectedPods: expected,
    observedGeneration: generation,
  });
  return Object.keys(disruptedPods).length ? { requeueAfterMs: evictionMs } : undefined;
}

/** Evictions whose pods are still to go. */
function disruptedOf(world: World, { metadata, status }: BudgetObject): Readonly<Record<string, string>> {
  const now = world.clock.now().getTime();
  const { namespace = '' } = metadata;
  const waiting = Object.entries(status?.disruptedPods ?? {}).filter(([name, since]) => {
    const pod = world.store.get({ resource: resources.pods, namespace, name });
    return pod && !pod.metadata.deletionTimestamp && now - new Date(since).getTime() < evictionMs;
  });
  return Object.fromEntries(waiting);
}

function unmanagedText({ spec }: BudgetObject): string {
  const { matchLabels, matchExpressions } = spec?.selector ?? {};
  const labels = Object.entries(matchLabels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pairs = labels.map(([key, value]) => `${key}: ${value},`).join('');
  const expressions = (matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  const map = labels.length ? `map[string]string{${pairs}}` : 'map[string]string{}';
  const selector = `&LabelSelector{MatchLabels:${map},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
  return `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}

function fail(world: World, key: ObjectKey, budget: BudgetObject, message: string): void {
  const text = `Failed to calculate the number of expected pods: ${message}`;
  const known = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  if (known?.message !== message) tell(world, budget, 'Warning', 'CalculateExpectedPodCountFailed', text);
  const failed = condition('DisruptionAllowed', false, { reason: 'SyncFailed', message });
  writeStatus(world, key, {
    conditions: mergeConditions(world, budget.status?.conditions, [failed]),
    disruptionsAllowed: 0,
  });
}

const tell = (
  world: World,
  budget: BudgetObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void => recordEvent(world, budget, { type, reason, message, component });
