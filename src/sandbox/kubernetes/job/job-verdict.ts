import type { JobObject } from '../workload/workload-objects.ts';
import { parseIndexes } from './job-indexes.ts';
import { isIndexed, type JobView } from './job-view.ts';
import { ruleOn } from './pod-failure-policy.ts';

/** Why a job is over, whatever its pods still do. */
export type JobVerdict = {
  readonly kind: 'succeeded' | 'failed';
  readonly reason: string;
  readonly message: string;
};

/** The conditions that a job has as soon as a verdict stands, and once all of its pods have ended. */
export const verdictConditions = {
  succeeded: { first: 'SuccessCriteriaMet', last: 'Complete' },
  failed: { first: 'FailureTarget', last: 'Failed' },
} as const;

export const completionsReached: JobVerdict = {
  kind: 'succeeded',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** The verdict that stands already: it is never changed. */
export function standingVerdict({ status }: JobObject): JobVerdict | undefined {
  for (const kind of ['succeeded', 'failed'] as const) {
    const { first } = verdictConditions[kind];
    const found = status?.conditions?.find((one) => one.type === first && one.status === 'True');
    if (found) return { kind, reason: found.reason ?? '', message: found.message ?? '' };
  }
  return undefined;
}

/** How a job ends before its work is done, in the order in which its controller looks. */
export function earlyVerdict(
  view: JobView,
  startedMs: number | undefined,
  nowMs: number,
): JobVerdict | undefined {
  const { job } = view;
  const message = view.failed.map((pod) => ruleOn(job, pod).message).find(Boolean);
  if (message) return failed('PodFailurePolicy', message);
  if (isBeyondLimit(view))
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadlineMs = (job.spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  if (startedMs !== undefined && nowMs - startedMs >= deadlineMs)
    return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  return isIndexed(job) ? indexedVerdict(view) : undefined;
}

const failed = (reason: string, message: string): JobVerdict => ({ kind: 'failed', reason, message });

function isBeyondLimit({ job, failures, pods }: JobView): boolean {
  const limit = job.spec?.backoffLimit ?? 0;
  if (failures > limit) return true;
  if (job.spec?.template?.spec?.restartPolicy !== 'OnFailure') return false;
  const alive = pods.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending');
  const statuses = alive.flatMap(({ status }) => status?.containerStatuses ?? []);
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function indexedVerdict({ job, failedIndexes = [], completedIndexes }: JobView): JobVerdict | undefined {
  const { maxFailedIndexes, completions = 0 } = job.spec ?? {};
  if (maxFailedIndexes !== undefined && failedIndexes.length > maxFailedIndexes)
    return failed(
      'MaxFailedIndexesExceeded',
      'Job has exceeded the specified maximal number of failed indexes',
    );
  if (failedIndexes.length > 0 && failedIndexes.length + completedIndexes.length >= completions)
    return failed('FailedIndexes', 'Job has failed indexes');
  return policyVerdict(job, completedIndexes);
}

function policyVerdict({ spec }: JobObject, completedIndexes: readonly number[]): JobVerdict | undefined {
  const met = (spec?.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const wanted = succeededIndexes === undefined ? completedIndexes : parseIndexes(succeededIndexes);
    const there = wanted.filter((index) => completedIndexes.includes(index)).length;
    return there >= (succeededCount ?? wanted.length);
  });
  if (met < 0) return undefined;
  return { kind: 'succeeded', reason: 'SuccessPolicy', message: `Matched rules at index ${met}` };
}
