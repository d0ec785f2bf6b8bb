import { deleteObject } from '../../apiserver/store/delete.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf, timestamp } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner } from '../../controllers/keys.ts';
import { type EventText, recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { controlled } from '../workload/owned.ts';
import type { JobObject } from '../workload/workload-objects.ts';
import type { ActiveJob, CronJobObject } from './cron-job-object.ts';
import { due } from './due.ts';
import { createJob, jobName } from './job-from-template.ts';
import { parseSchedule } from './schedule.ts';

const component = 'cronjob-controller';

/** The longest that is waited at a time: a timer can't wait for a month. */
const longestWaitMs = 86_400_000;

/** How long after the time of a schedule it is looked at, in milliseconds. */
const slackMs = 100;

/** Starts a job at each time of a schedule, and keeps the last ones. */
export const cronJob: Controller = {
  name: component,
  watches: [resources.cronJobs, resources.jobs],
  enqueue: byOwner(resources.cronJobs, 'CronJob'),
  delay: 0.1,
  reconcile(key, world) {
    const found = world.store.get<CronJobObject>(key);
    if (!found) return undefined;
    const jobs = controlled<JobObject>(world, resources.jobs, found);
    const status = follow(world, found, jobs);
    tidy(world, found, jobs);
    const cron = { ...found, status };
    const started = found.metadata.deletionTimestamp || found.spec?.suspend ? {} : startDue(world, cron);
    writeStatus(world, key, { ...status, ...started.status });
    return started.again === undefined
      ? undefined
      : { requeueAfterMs: Math.min(longestWaitMs, Math.max(0, started.again) + slackMs) };
  },
};

type Status = NonNullable<CronJobObject['status']>;

const tell = (world: World, cron: KubeObject, text: Omit<EventText, 'component'>): void =>
  recordEvent(world, cron, { ...text, component });

/** How a job ended: the type of the condition that says so. */
const endOf = ({ status }: JobObject): string | undefined =>
  status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  )?.type;

/** What became of jobs that went on: some have ended, some are gone. */
function follow(world: World, cron: CronJobObject, jobs: readonly JobObject[]): Status {
  const { active = [], lastSuccessfulTime } = cron.status ?? {};
  const left = active.filter((entry) => {
    const job = jobs.find(({ metadata }) => metadata.uid === entry.uid);
    const end = job && endOf(job);
    if (!job) tell(world, cron, { reason: 'MissingJob', message: `Active job went missing: ${entry.name}` });
    if (end)
      tell(world, cron, {
        reason: 'SawCompletedJob',
        message: `Saw completed job: ${entry.name}, condition: ${end}`,
      });
    return job !== undefined && end === undefined;
  });
  for (const job of jobs)
    if (!endOf(job) && !active.some(({ uid }) => uid === job.metadata.uid))
      tell(world, cron, {
        type: 'Warning',
        reason: 'UnexpectedJob',
        message: `Saw a job that the controller did not create or forgot: ${job.metadata.name}`,
      });
  const times = [lastSuccessfulTime, ...jobs.map((job) => successOf(job))].filter(
    (time) => time !== undefined,
  );
  const last = times.toSorted().at(-1);
  const { active: _before, ...kept } = cron.status ?? {};
  return {
    ...kept,
    ...(left.length ? { active: left } : {}),
    ...(last ? { lastSuccessfulTime: last } : {}),
  };
}

const successOf = (job: JobObject): string | undefined =>
  endOf(job) === 'Complete' ? job.status?.completionTime : undefined;

/** Takes away the oldest of the jobs that have ended, beyond those that are to be kept. */
function tidy(world: World, cron: CronJobObject, jobs: readonly JobObject[]): void {
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cron.spec ?? {};
  const limits = { Complete: successfulJobsHistoryLimit, Failed: failedJobsHistoryLimit };
  for (const [end, limit] of Object.entries(limits)) {
    const ended = jobs
      .filter((job) => endOf(job) === end && !job.metadata.deletionTimestamp)
      .toSorted((a, b) => (a.status?.startTime ?? '').localeCompare(b.status?.startTime ?? ''));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) remove(world, cron, job);
  }
}

function remove(world: World, cron: CronJobObject, job: KubeObject): void {
  deleteObject(world.store, keyOf(resources.jobs, job), { propagationPolicy: 'Background' });
  tell(world, cron, { reason: 'SuccessfulDelete', message: `Deleted job ${job.metadata.name}` });
}

type Started = { readonly status?: Status; readonly again?: number };

/** Starts the job that is due, if there is one and it may. `again` tells when to look next, in milliseconds. */
function startDue(world: World, cron: CronJobObject): Started {
  const now = world.clock.now().getTime();
  const schedule = parseSchedule(cron.spec?.schedule ?? '', cron.spec?.timeZone);
  const { time, tooMany } = due(cron, schedule, now);
  const next = schedule.next(now);
  const again = next === undefined ? {} : { again: next - now };
  if (tooMany)
    tell(world, cron, {
      type: 'Warning',
      reason: 'TooManyMissedTimes',
      message:
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    });
  if (time === undefined || !mayStart(world, cron, time)) return again;
  if (cron.spec?.concurrencyPolicy === 'Replace') endActive(world, cron);
  const job = createJob(world, cron, time);
  if (typeof job === 'string') {
    tell(world, cron, { type: 'Warning', reason: 'FailedCreate', message: `Error creating job: ${job}` });
    return again;
  }
  tell(world, cron, { reason: 'SuccessfulCreate', message: `Created job ${job.metadata.name}` });
  const others = cron.spec?.concurrencyPolicy === 'Replace' ? [] : (cron.status?.active ?? []);
  return {
    ...again,
    status: { active: [...others, reference(job)], lastScheduleTime: timestamp(new Date(time)) },
  };
}

function mayStart(world: World, cron: CronJobObject, time: number): boolean {
  const { startingDeadlineSeconds, concurrencyPolicy } = cron.spec ?? {};
  const { active = [], lastScheduleTime } = cron.status ?? {};
  const now = world.clock.now().getTime();
  if (startingDeadlineSeconds !== undefined && time + startingDeadlineSeconds * 1000 < now) {
    const when = new Date(time).toUTCString().replace('GMT', '+0000');
    const message = `Missed scheduled time to start a job: ${when}`;
    tell(world, cron, { type: 'Warning', reason: 'MissSchedule', message });
    return false;
  }
  const isDone =
    lastScheduleTime === timestamp(new Date(time)) || active.some(({ name }) => name === jobName(cron, time));
  if (isDone) return false;
  if (concurrencyPolicy !== 'Forbid' || !active.length) return true;
  tell(world, cron, {
    reason: 'JobAlreadyActive',
    message: 'Not starting job because prior execution is running and concurrency policy is Forbid',
  });
  return false;
}

function endActive(world: World, cron: CronJobObject): void {
  for (const { name } of cron.status?.active ?? []) {
    const key = { resource: resources.jobs, namespace: cron.metadata.namespace ?? '', name };
    const job = world.store.get(key);
    if (job) remove(world, cron, job);
  }
}

const reference = ({ apiVersion, kind, metadata }: KubeObject): ActiveJob => ({
  apiVersion,
  kind,
  name: metadata.name,
  namespace: metadata.namespace ?? '',
  uid: metadata.uid ?? '',
  resourceVersion: metadata.resourceVersion ?? '',
});
