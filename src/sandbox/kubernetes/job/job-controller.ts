import type { ObjectKey } from '../../apiserver/store/object.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner } from '../../controllers/keys.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { controllerOf } from '../workload/owned.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import { failuresInRow, forgetFailures, noteFailures } from './job-backoff.ts';
import { jobComponent, tellUnsimulated } from './job-events.ts';
import { manageJobPods, removePod } from './job-manage.ts';
import { recordOutcome, release } from './job-record.ts';
import { finalCondition } from './job-status.ts';
import { completionsReached, earlyVerdict, standingVerdict } from './job-verdict.ts';
import { earlierFailures, isTracked, type JobView, viewOf } from './job-view.ts';

type Again = undefined | { readonly requeueAfterMs: number };

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

function sync(world: World, key: ObjectKey, found: JobObject): Again {
  const now = world.clock.now();
  const startTime = found.status?.startTime ?? (found.spec?.suspend ? undefined : timestamp(now));
  const startedMs = found.spec?.suspend || !startTime ? undefined : Date.parse(startTime);
  const view = viewOf(world, found);
  noteNewFailures(world, view);
  const early = standingVerdict(found) ?? earlyVerdict(view, startedMs, now.getTime());
  const retryMs = early ? endPods(world, view) : manageJobPods(world, view);
  const after = viewOf(world, found);
  const verdict = early ?? (isComplete(after) ? completionsReached : undefined);
  recordOutcome(world, key, { view: after, verdict, startTime });
  tellUnsimulated(world, after);
  return verdict ? undefined : sooner(retryMs, deadlineMs(found, startedMs, now.getTime()));
}

function deadlineMs({ spec }: JobObject, startedMs: number | undefined, nowMs: number): number | undefined {
  const seconds = spec?.activeDeadlineSeconds;
  return seconds === undefined || startedMs === undefined ? undefined : startedMs + seconds * 1000 - nowMs;
}

function sooner(...waits: readonly (number | undefined)[]): Again {
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

function endPods(world: World, view: JobView): undefined {
  for (const pod of view.active) removePod(world, view, pod);
}

function isComplete({ job: { spec }, successes, active }: JobView): boolean {
  return active.length === 0 && successes >= (spec?.completions ?? 1);
}
