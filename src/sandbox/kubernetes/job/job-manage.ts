import { deleteObject } from '../../apiserver/store/delete.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { createPod } from '../workload/create-pod.ts';
import { backoffMs } from './job-backoff.ts';
import { jobComponent } from './job-events.ts';
import { jobPod } from './job-pod.ts';
import { indexOf, isIndexed, isPerIndex, type JobView } from './job-view.ts';

/** Creates pods that are missing, and deletes those that are too many. Gives the milliseconds until the next try. */
export function manageJobPods(world: World, view: JobView): number | undefined {
  const { job, active } = view;
  if (job.metadata.deletionTimestamp) return undefined;
  const surplus = surplusOf(view);
  for (const pod of surplus) removePod(world, view, pod);
  if (surplus.length) return undefined;
  const onHold = job.spec?.podReplacementPolicy === 'Failed' ? view.terminating.length : 0;
  const missing = wantedPods(view) - onHold - active.length;
  return missing > 0 ? addPods(world, view, missing) : undefined;
}

function wantedPods({ job: { spec }, active, successes }: JobView): number {
  const { completions, parallelism = 1, suspend } = spec ?? {};
  if (suspend) return 0;
  if (completions === undefined) return successes > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - successes, parallelism));
}

/** Pods without a valid index of their own, then those that are the least far. */
function surplusOf(view: JobView): readonly PodObject[] {
  const { job, active } = view;
  const invalid = isIndexed(job) ? active.filter((pod) => !hasOwnIndex(view, pod)) : [];
  const left = active.filter((pod) => !invalid.includes(pod)).sort((a, b) => progress(a) - progress(b));
  const more = Math.max(0, active.length - wantedPods(view) - invalid.length);
  return [...invalid, ...left.slice(0, more)];
}

function hasOwnIndex({ job, active }: JobView, pod: PodObject): boolean {
  const index = indexOf(pod);
  if (index === undefined || index >= (job.spec?.completions ?? 0)) return false;
  return active.find((other) => indexOf(other) === index) === pod;
}

const progress = (pod: PodObject): number =>
  (pod.spec?.nodeName ? 4 : 0) + (pod.status?.phase === 'Running' ? 2 : 0) + (isReady(pod) ? 1 : 0);

/** Deletes a pod of a job, and tells about it. */
export function removePod(world: World, { job }: JobView, pod: PodObject): void {
  deleteObject(world.store, keyOf(resources.pods, pod));
  const message = `Deleted pod: ${pod.metadata.name}`;
  recordEvent(world, job, { reason: 'SuccessfulDelete', message, component: jobComponent });
}

/** How long a job waits whose pod was refused. */
const refusedMs = 1000;

function addPods(world: World, view: JobView, missing: number): number | undefined {
  const { job, retries } = view;
  const { uid = '' } = job.metadata;
  const waitMs = isPerIndex(job) ? 0 : backoffMs(world, uid);
  if (waitMs > 0) return waitMs;
  if (!isIndexed(job)) {
    for (let count = 0; count < missing; count += 1)
      if (!createPod(world, job, jobPod(job), jobComponent)) return refusedMs;
    return undefined;
  }
  const pending = pendingIndexes(view).slice(0, missing);
  const waits = pending.map((index) => (isPerIndex(job) ? backoffMs(world, `${uid}/${index}`) : 0));
  const due = pending.filter((_, at) => !waits[at]);
  for (const index of due)
    if (!createPod(world, job, jobPod(job, index, retries.get(index)), jobComponent)) return refusedMs;
  return due.length || !waits.length ? undefined : Math.min(...waits);
}

/** Indexes that nobody works on and that aren't settled, lowest first. */
function pendingIndexes(view: JobView): readonly number[] {
  const { job, active, terminating, completedIndexes, failedIndexes = [] } = view;
  const held = job.spec?.podReplacementPolicy === 'Failed' ? terminating : [];
  const taken = new Set<number | undefined>([
    ...completedIndexes,
    ...failedIndexes,
    ...[...active, ...held].map(indexOf),
  ]);
  const all = Array.from({ length: job.spec?.completions ?? 0 }, (_, index) => index);
  return all.filter((index) => !taken.has(index));
}
