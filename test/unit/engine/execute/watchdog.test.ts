import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { livingProcesses } from './living-processes.ts';

const runner = resolve(import.meta.dirname, '../../../fixtures/execute/killed-runner/runner.ts');

it('leaves no process, pipe or folder after kill -9 of the program', async () => {
  const marker = `7${process.pid}.125`;
  const before = new Set(sessionFolders());
  const child = spawn(process.execPath, [runner, marker], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [guarded] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  await expect
    .poll(() => livingProcesses(`sleep ${marker}`).length, { timeout: 5_000 })
    .toBeGreaterThanOrEqual(6);
  expect(existsSync(guarded.trim())).toBe(true);
  child.kill('SIGKILL');
  const left = () => ({
    processes: livingProcesses(marker),
    folders: sessionFolders().filter((name) => !before.has(name) && name.length > 'runbook-'.length + 12),
    guarded: existsSync(guarded.trim()),
  });
  await expect.poll(left, { timeout: 5_000 }).toEqual({ processes: [], folders: [], guarded: false });
});

function sessionFolders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('runbook-'));
}
