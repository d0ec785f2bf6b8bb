import type { CronJobObject } from './cron-job-object.ts';
import type { Schedule } from './schedule.ts';

/** More missed times than these are told about. */
const many = 100;

type Due = {
  /** The last time that is over and for which nothing was started, in milliseconds. */
  readonly time?: number;
  readonly tooMany: boolean;
};

/** Finds the last time of a schedule that is over since the last job, or since the CronJob is there. */
export function due({ metadata, spec, status }: CronJobObject, schedule: Schedule, now: number): Due {
  const since = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp ?? '');
  const deadline = spec?.startingDeadlineSeconds;
  const earliest = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
  const first = schedule.next(earliest);
  if (first === undefined || first > now) return { tooMany: false };
  const second = schedule.next(first);
  if (second === undefined || second > now) return { time: first, tooMany: false };
  const step = second - first;
  const missed = Math.floor((now - first) / step) + 1;
  let time = first;
  const start = Math.max(earliest, first + (missed - 2) * step);
  for (let next = schedule.next(start); next !== undefined && next <= now; next = schedule.next(next))
    time = next;
  return { time, tooMany: missed > many };
}
