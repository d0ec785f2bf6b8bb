import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { livingProcesses } from './living-processes.ts';

const runner = resolve(import.meta.dirname, '../../../fixtures/execute/killed-runner/runner.ts');

it('leaves no process, pipe or folder after kill -9 of the program', async () => {
  const marker = `7${process.pid}.125`;
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
  const child = spawn(process.execPath, [runner, marker], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  await once(child.stdout, 'data');
  const sleeping = () => livingProcesses(`sleep ${marker}`).length;
  await expect.poll(sleeping, { timeout: 5_000 }).toBeGreaterThanOrEqual(6);
  expect(readdirSync(folder)).toHaveLength(2);
  child.kill('SIGKILL');
  const left = () => ({ processes: livingProcesses(marker), folders: readdirSync(folder) });
  await expect.poll(left, { timeout: 5_000 }).toEqual({ processes: [], folders: [] });
  rmdirSync(folder);
});
