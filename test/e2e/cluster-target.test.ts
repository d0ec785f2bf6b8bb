import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/engine/model/event.ts';
import { longRun } from '../helpers/budget.ts';
import { copyLabs } from './copy-labs.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const bin = `${repository}dist/runbook.mjs`;

/** What LAB 1 and LAB 2 do beyond these is kubectl's part, which is the same on a sandbox of the run's own. */
const names = longRun ? ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'] : ['lab0', 'lab3', 'cleanup'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-labs-'));
  await copyLabs(folder, 18_201);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Another process keeps a sandbox up. To the one that runs the labs it is two clusters of a kubeconfig, no more.
describe('clusters of a kubeconfig, kept up by another process', () => {
  it('take labs in order, one after another, and are labelled for what they are', {
    timeout: 240_000,
  }, async () => {
    const labs = names.map((name) => join(folder, `${name}.md`));
    const exec = ['exec', ...labs, '--target', 'cluster', '--env', 'BOOKINFO=manifests/bookinfo'];
    const { code, events } = await inSandbox([process.execPath, bin, ...exec, '--reporter', 'ndjson']);
    const started = events.find((event) => event.type === 'run-started');
    const finished = events.find((event) => event.type === 'run-finished');
    expect(code).toBe(0);
    expect(started?.target).toMatchObject({ name: 'cluster', simulated: true });
    expect(started?.target.summary).toMatch(/^https:\/\/127\.0\.0\.1:\d+ https:\/\/127\.0\.0\.1:\d+$/);
    expect(finished?.totals).toMatchObject({
      expectations: { unmet: 0 },
      statements: { failed: 0, errored: 0 },
    });
    expect(finished?.totals.expectations.met).toBeGreaterThan(names.length * 10);
  });

  it('are chosen by themselves when the kubeconfig has every context', async () => {
    const { events } = await inSandbox([
      process.execPath,
      bin,
      'exec',
      'labs/cleanup.md',
      '--reporter',
      'ndjson',
    ]);
    expect(events.find((event) => event.type === 'run-started')?.target.name).toBe('cluster');
  });
});

function inSandbox(argv: readonly string[]): Promise<{ code: number; events: readonly RunEvent[] }> {
  const options = { cwd: repository, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'sandbox', '--', ...argv], options, (error, stdout) => {
      const events = stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as RunEvent);
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, events });
    });
  });
}
