import type { ObjectKey } from '../../apiserver/store/object.ts';
import { keyOf, timestamp } from '../../apiserver/store/store.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { JobCondition, JobObject } from '../workload/workload-objects.ts';
import { tellEnd, tellSuspension } from './job-events.ts';
import { jobCounts, withCondition, withVerdict } from './job-status.ts';
import type { JobVerdict } from './job-verdict.ts';
import { isFailed, isTracked, type JobView, trackingFinalizer } from './job-view.ts';
import { ruleOn } from './pod-failure-policy.ts';

/** Lets a pod go: nothing of it has to be counted any more. */
export function release(world: World, key: ObjectKey): undefined {
  world.store.mutate(key, (pod) => ({
    ...pod,
    metadata: {
      ...pod.metadata,
      finalizers: (pod.metadata.finalizers ?? []).filter((name) => name !== trackingFinalizer),
    },
  }));
}

/** What a look at a job came to. */
type Outcome = {
  readonly view: JobView;
  readonly verdict: JobVerdict | undefined;
  readonly startTime: string | undefined;
};

/** Writes down what has ended, lets go of it, and says how the job is. */
export function recordOutcome(world: World, key: ObjectKey, { view, verdict, startTime }: Outcome): void {
  const { job: owner, pods, terminating } = view;
  const done = pods.filter((pod) => isTracked(pod) && isCountable(view, pod, verdict));
  const failures = done.filter((pod) => countsAsFailed(owner, pod, verdict)).length;
  const failed = (owner.status?.failed ?? 0) + failures;
  const old = owner.status?.conditions ?? [];
  const ended = terminating.length === 0;
  const conditions = verdict
    ? withVerdict(world, { conditions: old, verdict, ended })
    : suspension(world, owner, old);
  const isOver = verdict && ended;
  const resumed = conditions.some(({ type, status }, index) => isResumption(type, status, old[index]));
  writeStatus(world, key, {
    ...jobCounts(view),
    startTime: resumed ? timestamp(world.clock.now()) : startTime,
    succeeded: view.successes || undefined,
    failed: failed || undefined,
    conditions: conditions.length ? conditions : undefined,
    ...(isOver && verdict.kind === 'succeeded' ? { completionTime: timestamp(world.clock.now()) } : {}),
  });
  for (const pod of done) release(world, keyOf(resources.pods, pod));
  if (isOver) tellEnd(world, owner, verdict);
  else if (conditions !== old && !verdict) tellSuspension(world, owner);
}

const isResumption = (type: string, status: string, old: JobCondition | undefined): boolean =>
  type === 'Suspended' && status === 'False' && old?.status === 'True';

/** When a job is over, all are let go of; else what has ended, but for pods whose failures a retry takes over. */
function isCountable(view: JobView, pod: PodObject, verdict: JobVerdict | undefined): boolean {
  if (verdict || view.job.metadata.deletionTimestamp || pod.status?.phase === 'Succeeded') return true;
  return isFailed(view.job, pod) && ![...view.retries.values()].includes(pod);
}

function countsAsFailed(owner: JobObject, pod: PodObject, verdict: JobVerdict | undefined): boolean {
  if (pod.status?.phase === 'Succeeded') return false;
  return (isFailed(owner, pod) || verdict?.kind === 'failed') && ruleOn(owner, pod).action !== 'Ignore';
}

function suspension(
  world: World,
  { spec }: JobObject,
  old: readonly JobCondition[],
): readonly JobCondition[] {
  const said = spec?.suspend
    ? ({ status: 'True', reason: 'JobSuspended', message: 'Job suspended' } as const)
    : ({ status: 'False', reason: 'JobResumed', message: 'Job resumed' } as const);
  return withCondition(world, old, { type: 'Suspended', ...said });
}
