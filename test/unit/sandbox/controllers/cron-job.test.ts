import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { followChanges } from '../../../../src/sandbox/controllers/settle.ts';
import { parseSchedule } from '../../../../src/sandbox/kubernetes/cron-job/schedule.ts';
import type { JobObject } from '../../../../src/sandbox/kubernetes/workload/workload-objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, seedClusters } from '../../../helpers/clusters.ts';

describe('a schedule', () => {
  /** Schedule, time zone, a time, and the next times after it. */
  const cases: readonly [string, string, string, readonly string[]][] = [
    ['*/15 * * * *', 'UTC', '2026-01-01T00:07:30Z', ['2026-01-01T00:15:00Z', '2026-01-01T00:30:00Z']],
    ['@daily', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z']],
    ['30 8 * * mon-fri', 'UTC', '2026-01-02T09:00:00Z', ['2026-01-05T08:30:00Z']],
    ['0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', ['2028-02-29T00:00:00Z']],
    // Either of the two days is enough when both are given.
    ['0 0 13 * fri', 'UTC', '2026-03-01T00:00:00Z', ['2026-03-06T00:00:00Z', '2026-03-13T00:00:00Z']],
    ['0 9 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z']],
    // Clocks skip half past two on that day.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-30T00:30:00Z']],
    ['@every 90s', 'UTC', '2026-01-01T00:00:10Z', ['2026-01-01T00:01:40Z']],
  ];
  test.each(cases)('%s in %s after %s', (text, zone, after, expected) => {
    const schedule = parseSchedule(text, zone);
    let time: number | undefined = Date.parse(after);
    for (const wanted of expected) {
      time = time === undefined ? undefined : schedule.next(time);
      expect(time && new Date(time).toISOString()).toBe(wanted.replace('Z', '.000Z'));
    }
  });

  test('of a day that there never is has no time', () => {
    expect(parseSchedule('0 0 31 2 *').next(Date.parse('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  test.each([
    ['* * *', 'expected exactly 5 fields, found 3: [* * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@never', 'unrecognized descriptor: @never'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(message);
  });
});

describe('a cron job', () => {
  let east: World;
  let now: Date;
  let changes: ReturnType<typeof followChanges>;

  beforeEach(() => {
    now = new Date('2026-01-01T00:00:30Z');
    const seeded = seedClusters().east;
    east = { ...seeded, clock: { now: () => now, latencyMs: 0 } };
    apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'work' } });
  });
  afterEach(() => changes.stop());

  const key = (resource: string, name: string) => ({ resource, namespace: 'work', name });
  const jobs = (): JobObject[] => east.store.list<JobObject>('jobs.batch', { namespace: 'work' });
  const names = (): string[] => jobs().map(({ metadata }) => metadata.name);
  const cron = () => east.store.get<KubeObject & { status: object }>(key('cronjobs.batch', 'tick'));
  const events = (): string[] =>
    east.store.list('events', { namespace: 'work' }).map(({ reason, message }) => `${reason}: ${message}`);

  /** Applies a CronJob of each minute whose jobs go on until they are ended. */
  function tick(more: object = {}): void {
    apply(east, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick', namespace: 'work' },
      spec: {
        schedule: '* * * * *',
        ...more,
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'main', image: 'busybox', command: ['sleep', '10000'] }],
              },
            },
          },
        },
      },
    });
    created = Date.parse(cron()?.metadata.creationTimestamp ?? '');
    changes = followChanges(east);
    changes.settle();
  }
  let created = 0;

  /** Lets minutes pass, counted from the one in which the CronJob was made. */
  function pass(minutes: number): void {
    now = new Date(Math.floor(created / 60_000) * 60_000 + minutes * 60_000 + 1000);
    east.store.mutate(key('cronjobs.batch', 'tick'), (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { minute: String(minutes) } },
    }));
    changes.settle();
  }
  const nameAt = (minutes: number): string => `tick-${Math.floor(created / 60_000) + minutes}`;

  test('starts a job at each time, named after it', () => {
    tick();
    expect(names()).toEqual([]);
    pass(1);
    expect(names()).toEqual([nameAt(1)]);
    pass(2);
    expect(names()).toEqual([nameAt(1), nameAt(2)]);
    expect(cron()?.status).toMatchObject({ active: [{ name: nameAt(1) }, { name: nameAt(2) }] });
    expect(events()).toContain(`SuccessfulCreate: Created job ${nameAt(1)}`);
  });

  test('starts only the last of those that it missed', () => {
    tick();
    pass(5);
    expect(names()).toEqual([nameAt(5)]);
  });

  test('waits for the one that goes on, where it is to', () => {
    tick({ concurrencyPolicy: 'Forbid' });
    pass(1);
    pass(2);
    expect(names()).toEqual([nameAt(1)]);
    expect(events()).toContain(
      'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid',
    );
  });

  test('ends the one that goes on, where it is to', () => {
    tick({ concurrencyPolicy: 'Replace' });
    pass(1);
    pass(2);
    expect(names()).toEqual([nameAt(2)]);
    expect(cron()?.status).toMatchObject({ active: [{ name: nameAt(2) }] });
  });

  test('that is suspended starts nothing', () => {
    tick({ suspend: true });
    pass(1);
    expect(names()).toEqual([]);
  });

  test('keeps as many jobs that ended as it is to', () => {
    tick({ successfulJobsHistoryLimit: 1 });
    for (const minute of [1, 2, 3]) {
      pass(minute);
      east.store.mutate<JobObject>(key('jobs.batch', nameAt(minute)), (job) => ({
        ...job,
        status: {
          ...job.status,
          startTime: now.toISOString(),
          completionTime: now.toISOString(),
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      }));
      changes.settle();
    }
    expect(names()).toEqual([nameAt(3)]);
    expect(events()).toContain(`SuccessfulDelete: Deleted job ${nameAt(1)}`);
    expect(events()).toContain(`SawCompletedJob: Saw completed job: ${nameAt(1)}, condition: Complete`);
  });
});
