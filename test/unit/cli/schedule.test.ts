import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedule } from '../../../src/cli/exec/schedule.ts';

type Job = { readonly name: string; readonly occupies: readonly string[] };

/** Jobs that are done when they are told to be; `started` are those that have begun, in order. */
function stage(jobs: readonly Job[], atOnce: number) {
  const started: string[] = [];
  const atWork = new Map<Job, () => void>();
  const work = (job: Job): Promise<void> => {
    started.push(job.name);
    return new Promise((resolve) =>
      atWork.set(job, () => {
        atWork.delete(job);
        resolve();
      }),
    );
  };
  return { started, atWork, done: schedule(jobs, { atOnce, work }) };
}

/** Until everything that can happen by itself has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const job = (name: string, ...occupies: string[]): Job => ({ name, occupies });

describe('a schedule', () => {
  it('has as many jobs at work as there is room for', async () => {
    const { started, atWork, done } = stage([job('a'), job('b'), job('c')], 2);
    await settled();
    expect(started).toEqual(['a', 'b']);
    atWork.values().next().value?.();
    await settled();
    expect(started).toEqual(['a', 'b', 'c']);
    for (const end of [...atWork.values()]) end();
    await done;
  });

  it('lets the next job go first while a port is taken', async () => {
    const { started, atWork, done } = stage(
      [job('a', 'port:8080'), job('b', 'port:8080', 'port:9090'), job('c'), job('d', 'port:9090')],
      3,
    );
    await settled();
    expect(started).toEqual(['a', 'c', 'd']);
    const [a, c, d] = [...atWork.values()];
    a?.();
    c?.();
    await settled();
    expect(started).toHaveLength(3);
    d?.();
    await settled();
    expect(started).toEqual(['a', 'c', 'd', 'b']);
    for (const end of [...atWork.values()]) end();
    await done;
  });

  it('runs every job once, and never two that need the same, in whatever order they end', async () => {
    const keys = fc.subarray(['port:1', 'port:2', 'context:a']);
    const asked = fc.array(keys, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat()),
        async (all, atOnce, random) => {
          const jobs = all.map((occupies, index) => job(String(index), ...occupies));
          const { started, atWork, done } = stage(jobs, atOnce);
          for (await settled(); atWork.size > 0; await settled()) {
            const taken = [...atWork.keys()].flatMap(({ occupies }) => occupies);
            expect(atWork.size).toBeLessThanOrEqual(atOnce);
            expect(new Set(taken).size).toBe(taken.length);
            [...atWork.values()][(random.next().value ?? 0) % atWork.size]?.();
          }
          await done;
          expect(started.toSorted()).toEqual(jobs.map(({ name }) => name).toSorted());
        },
      ),
    );
  });
});
