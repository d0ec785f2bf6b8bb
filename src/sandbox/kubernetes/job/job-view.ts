import { isFinished, isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { controlled } from '../workload/owned.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import { parseIndexes } from './job-indexes.ts';
import { ruleOn } from './pod-failure-policy.ts';

/** Pods with it haven't been counted in their job's status yet; it keeps a deleted one until it has been. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';
export const failuresAnnotation = 'batch.kubernetes.io/job-index-failure-count';

/** A job and its pods at one moment. `succeeded` and `failed` are fresh: what ended since they were counted last. */
export type JobView = {
  readonly job: JobObject;
  readonly pods: readonly PodObject[];
  readonly active: readonly PodObject[];
  readonly terminating: readonly PodObject[];
  readonly ready: number;
  readonly succeeded: readonly PodObject[];
  readonly failed: readonly PodObject[];
  /** How many pods have ever succeeded, and failed in a way that counts. */
  readonly successes: number;
  readonly failures: number;
  readonly completedIndexes: readonly number[];
  /** With a limit for each index: those that have used it up. */
  readonly failedIndexes: readonly number[] | undefined;
  /** With a limit for each index: the last failed pod of those that will be tried again. */
  readonly retries: ReadonlyMap<number, PodObject>;
};

export function viewOf(world: World, job: JobObject): JobView {
  const pods = controlled<PodObject>(world, resources.pods, job);
  const active = pods.filter((pod) => !pod.metadata.deletionTimestamp && !isFinished(pod));
  const fresh = pods.filter((pod) => isTracked(pod) && isOfJob(job, pod));
  const succeeded = fresh.filter(({ status }) => status?.phase === 'Succeeded');
  const failed = fresh.filter((pod) => isFailed(job, pod));
  const completedIndexes = completed(job, succeeded);
  const failedIndexes = isPerIndex(job) ? brokenIndexes(job, failed) : undefined;
  const counted = failed.filter((pod) => ruleOn(job, pod).action !== 'Ignore');
  return {
    job,
    pods,
    active,
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp && !isFinished(pod)),
    ready: active.filter(isReady).length,
    succeeded,
    failed,
    successes: isIndexed(job) ? completedIndexes.length : (job.status?.succeeded ?? 0) + succeeded.length,
    failures: (job.status?.failed ?? 0) + counted.length,
    completedIndexes,
    failedIndexes,
    retries: retriesOf(failed, [...completedIndexes, ...(failedIndexes ?? [])], failedIndexes !== undefined),
  };
}

export const isIndexed = ({ spec }: JobObject): boolean => spec?.completionMode === 'Indexed';

export const isPerIndex = (job: JobObject): boolean =>
  isIndexed(job) && job.spec?.backoffLimitPerIndex !== undefined;

export const isTracked = ({ metadata }: PodObject): boolean =>
  metadata.finalizers?.includes(trackingFinalizer) ?? false;

/** Undefined of a pod that has none. */
export function indexOf({ metadata }: PodObject): number | undefined {
  const text = metadata.annotations?.[indexAnnotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** How often pods of its index had failed before this one. */
export const earlierFailures = ({ metadata }: PodObject): number =>
  Number(metadata.annotations?.[failuresAnnotation] ?? 0);

/** Where a replacement waits until a pod has really ended, one that is being deleted hasn't failed yet. */
export function isFailed({ spec }: JobObject, { metadata, status }: PodObject): boolean {
  if (status?.phase === 'Failed') return true;
  if (spec?.podReplacementPolicy === 'Failed') return false;
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}

function isOfJob(job: JobObject, pod: PodObject): boolean {
  const index = indexOf(pod);
  return !isIndexed(job) || (index !== undefined && index < (job.spec?.completions ?? 0));
}

function completed(job: JobObject, succeeded: readonly PodObject[]): readonly number[] {
  if (!isIndexed(job)) return [];
  const before = parseIndexes(job.status?.completedIndexes);
  const now = succeeded.flatMap((pod) => indexOf(pod) ?? []);
  return [...new Set([...before, ...now])].filter((index) => index < (job.spec?.completions ?? 0));
}

/** An index is given up by the policy, or when it has failed more often than its limit allows. */
function brokenIndexes(job: JobObject, failed: readonly PodObject[]): readonly number[] {
  const limit = job.spec?.backoffLimitPerIndex ?? 0;
  const now = failed.filter((pod) => {
    const { action } = ruleOn(job, pod);
    if (action === 'Ignore') return false;
    return action === 'FailIndex' || earlierFailures(pod) + 1 > limit;
  });
  return [
    ...new Set([...parseIndexes(job.status?.failedIndexes), ...now.flatMap((pod) => indexOf(pod) ?? [])]),
  ];
}

/** The pod that tells how often an index has failed is kept until another one has taken that over. */
function retriesOf(
  failed: readonly PodObject[],
  settled: readonly number[],
  perIndex: boolean,
): ReadonlyMap<number, PodObject> {
  const retries = new Map<number, PodObject>();
  if (!perIndex) return retries;
  for (const pod of failed) {
    const index = indexOf(pod);
    if (index === undefined || settled.includes(index)) continue;
    const other = retries.get(index);
    if (!other || earlierFailures(other) < earlierFailures(pod)) retries.set(index, pod);
  }
  return retries;
}
