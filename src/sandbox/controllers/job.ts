import type { PodObject } from '../mesh/objects.ts';
import { resources } from '../mesh/resources.ts';
import { deleteObject } from '../store/delete.ts';
import type { ObjectKey } from '../store/object.ts';
import { keyOf, timestamp } from '../store/store.ts';
import type { World } from '../world.ts';
import type { Controller } from './controller.ts';
import { failuresInRow, forgetFailures, noteFailures } from './job-backoff.ts';
import { jobComponent, manageJobPods } from './job-manage.ts';
import { finalCondition, jobCounts, withCondition, withVerdict } from './job-status.ts';
import { completionsReached, earlyVerdict, type JobVerdict, standingVerdict } from './job-verdict.ts';
import { earlierFailures, isFailed, isTracked, type JobView, trackingFinalizer, viewOf } from './job-view.ts';
import { byOwner } from './keys.ts';
import { controllerOf } from './owned.ts';
import { ruleOn } from './pod-failure-policy.ts';
import { recordEvent } from './record-event.ts';
import type { JobCondition, JobObject } from './workload-objects.ts';
import { writeStatus } from './write.ts';

/** Runs pods until as many have succeeded as a job asks for. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export const job: Controller = {
  name: jobComponent,
  watches: [resources.jobs, resources.pods],
  enqueue: (changed, world) => (isOrphan(world, changed) ? [changed] : ofJobs(changed, world)),
  delay: 0.1,
  reconcile(key, world) {
    if (key.resource === resources.pods) return release(world, key);
    const found = world.store.get<JobObject>(key);
    if (!found || isManagedElsewhere(found)) return undefined;
    if (!finalCondition(found)) return sync(world, key, found);
    forgetFailures(world, found.metadata.uid ?? '');
    return undefined;
  },
};

const ofJobs = byOwner(resources.jobs, 'Job');

const isManagedElsewhere = ({ spec }: JobObject): boolean =>
  spec?.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';

/** A pod that waits to be counted by a job that isn't there any more. */
function isOrphan(world: World, key: ObjectKey): boolean {
  const pod = key.resource === resources.pods ? world.store.get<PodObject>(key) : undefined;
  if (!pod || !isTracked(pod)) return false;
  const owner = controllerOf(pod);
  const found = owner && world.store.get({ ...key, resource: resources.jobs, name: owner.name });
  return found?.metadata.uid !== owner?.uid || !owner;
}

function release(world: World, key: ObjectKey): undefined {
  world.store.mutate(key, (pod) => ({
    ...pod,
    metadata: {
      ...pod.metadata,
      finalizers: (pod.metadata.finalizers ?? []).filter((name) => name !== trackingFinalizer),
    },
  }));
}

function sync(
  world: World,
  key: ObjectKey,
  found: JobObject,
): undefined | { readonly requeueAfterMs: number } {
  const now = world.clock.now();
  const startTime = found.status?.startTime ?? (found.spec?.suspend ? undefined : timestamp(now));
  const startedMs = found.spec?.suspend || !startTime ? undefined : Date.parse(startTime);
  const view = viewOf(world, found);
  noteNewFailures(world, view);
  const early = standingVerdict(found) ?? earlyVerdict(view, startedMs, now.getTime());
  const retryMs = early ? endPods(world, view) : manageJobPods(world, view);
  const after = viewOf(world, found);
  const verdict = early ?? (isComplete(after) ? completionsReached : undefined);
  write(world, key, { view: after, verdict, startTime });
  tellUnsimulated(world, after);
  const deadlineMs = (startedMs ?? Number.NaN) + (found.spec?.activeDeadlineSeconds ?? Number.NaN) * 1000;
  const waits = [retryMs, verdict ? undefined : deadlineMs - now.getTime()];
  const due = waits.filter((ms): ms is number => ms !== undefined && ms > 0);
  return due.length ? { requeueAfterMs: Math.min(...due) } : undefined;
}

/** Failures are remembered for the time that passes until the next try: of the job, or of each of its indexes. */
function noteNewFailures(
  world: World,
  { job: owner, succeeded, failed, retries, failedIndexes }: JobView,
): void {
  const { uid = '' } = owner.metadata;
  for (const [index, pod] of retries) noteFailures(world, `${uid}/${index}`, earlierFailures(pod) + 1);
  if (failedIndexes || (!failed.length && !succeeded.length)) return;
  noteFailures(world, uid, (succeeded.length ? 0 : failuresInRow(world, uid)) + failed.length);
}

function endPods(world: World, { job: owner, active }: JobView): undefined {
  for (const pod of active) {
    deleteObject(world.store, keyOf(resources.pods, pod));
    const message = `Deleted pod: ${pod.metadata.name}`;
    recordEvent(world, owner, { reason: 'SuccessfulDelete', message, component: jobComponent });
  }
}

function isComplete({ job: { spec }, successes, active }: JobView): boolean {
  return active.length === 0 && successes >= (spec?.completions ?? 1);
}

type Outcome = {
  readonly view: JobView;
  readonly verdict: JobVerdict | undefined;
  readonly startTime: string | undefined;
};

/** Counts what has ended, lets go of it, and says how the job is. */
function write(world: World, key: ObjectKey, { view, verdict, startTime }: Outcome): void {
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

function tellSuspension(world: World, owner: JobObject): void {
  const [reason, message] = owner.spec?.suspend ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
  recordEvent(world, owner, { reason, message, component: jobComponent });
}

function tellEnd(world: World, owner: JobObject, { kind, reason, message }: JobVerdict): void {
  const text =
    kind === 'succeeded'
      ? { reason: 'Completed', message: 'Job completed' }
      : { type: 'Warning' as const, reason, message };
  recordEvent(world, owner, { ...text, component: jobComponent });
}

/** What the pods wait for in vain: said of the job too, since it would wait for ever. */
function tellUnsimulated(world: World, { job: owner, active }: JobView): void {
  const statuses = active.flatMap(({ status }) => status?.containerStatuses ?? []);
  const waiting = statuses.map(({ state }) => state.waiting as JobCondition | undefined);
  const refusals = waiting.filter((one) => one?.reason === 'ErrImagePull').map((one) => one?.message ?? '');
  for (const message of new Set(refusals))
    recordEvent(world, owner, { type: 'Warning', reason: 'NotSimulated', message, component: jobComponent });
}
