import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'test-results-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedPlay } from '../../../helpers/play.ts';
import { mixedBatch, runBatchReporter } from './batch-events.ts';
import { runReporter } from './run-reporter.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a tool that knows nothing of us makes of a JUnit file. */
async function understood(xml: string) {
  const file = join(folder, 'junit.xml');
  await writeFile(file, xml);
  return parse({ type: 'junit', files: [file] });
}

describe('a JUnit file, to a tool that sends results to chats', () => {
  it('of a run has the cases that passed, failed and were skipped', async () => {
    const { events } = await sharedPlay(['run/passes.md', 'run/fails.md']);
    const result = await understood(await runReporter('junit', events));
    expect(result).toMatchObject({ status: 'FAIL', failed: 2, errors: 0 });
    expect(result.suites).toMatchObject([
      { name: 'run/passes.md', status: 'PASS', passed: 3, failed: 0, skipped: 0 },
      { name: 'run/fails.md', status: 'FAIL', passed: 3, failed: 2, skipped: 3 },
    ]);
    const failed = result.suites.flatMap(({ cases }) => cases.filter(({ status }) => status === 'FAIL'));
    expect(failed[0]).toMatchObject({
      name: 'echo two | cat',
      failure: 'run/fails.md:9:1 expect: zwei: expected zwei; got: two',
    });
  });

  it('of many runs has a suite for each runbook, and what is flaky as passed', async () => {
    const result = await understood(await runBatchReporter('junit', await mixedBatch(folder)));
    expect(result.suites.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'run/passes.md PASS',
      'run/fails.md FAIL',
      'many/labs/flaky.md PASS',
      'run/base-fails for run/builds-on-failure.md FAIL',
      'run/builds-on-failure.md SKIP',
      'run of run/skips.md FAIL',
      'run/passes for run/skips.md FAIL',
      'run/outputs.md SKIP',
    ]);
  });
});
