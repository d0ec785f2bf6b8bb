import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf, timestamp } from '../../apiserver/store/store.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { type BudgetObject, budgetsOf } from './budget-status.ts';
import { budgetResource } from './pod-disruption-budget.ts';

/**
 * Takes an eviction from the budget of a pod, if it has one.
 * @see kubernetes, pkg/registry/core/pod/storage/eviction.go
 * @throws ApiError 429 while the budget allows none, 500 for a pod with several budgets
 */
export function spendBudget(world: World, pod: KubeObject, dryRun: boolean): void {
  if (isBeyondBudgets(pod)) return;
  const budgets = budgetsOf(world, pod);
  if (budgets.length > 1)
    throw new ApiError(
      500,
      '',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const [budget] = budgets;
  if (!budget || (!isReady(pod as PodObject) && mayGoUnhealthy(budget))) return;
  checkBudget(budget);
  if (dryRun) return;
  world.store.mutate<BudgetObject>(keyOf(budgetResource, budget), (current) => ({
    ...current,
    status: {
      ...current.status,
      disruptionsAllowed: (current.status?.disruptionsAllowed ?? 1) - 1,
      disruptedPods: {
        ...current.status?.disruptedPods,
        [pod.metadata.name]: timestamp(world.clock.now()),
      },
    },
  }));
}

function isBeyondBudgets({ metadata, status }: KubeObject): boolean {
  const { phase = '' } = (status ?? {}) as { phase?: string };
  return Boolean(metadata.deletionTimestamp) || ['Succeeded', 'Failed', 'Pending'].includes(phase);
}

/** A pod that isn't ready disrupts nobody while enough others are. */
function mayGoUnhealthy({ spec, status = {} }: BudgetObject): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return (
    spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' ||
    (currentHealthy >= desiredHealthy && desiredHealthy > 0)
  );
}

function checkBudget({ metadata, status = {} }: BudgetObject): void {
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0, observedGeneration = 0 } = status;
  const { name, generation = 0 } = metadata;
  if (observedGeneration < generation)
    throw tooManyRequests(`The disruption budget ${name} is still being processed by the server.`, 10);
  if (disruptionsAllowed <= 0)
    throw tooManyRequests(
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
}

const tooManyRequests = (message: string, retryAfterSeconds?: number): ApiError =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  });
