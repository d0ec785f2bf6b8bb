import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAllGone } from '../../../../src/engine/execute/left-processes.ts';
import { birthOf } from '../../../../src/engine/execute/process-tree.ts';

const nothing = { tag: 'left-processes-test.1.', shells: new Set<number>(), seen: [] };

/** Runs something while a process lives that was started with this tag. */
async function whileLives<T>(tag: string, look: (pid: number) => Promise<T>): Promise<T> {
  const env = { ...process.env, RUNBOOK_TAG: tag };
  const child = spawn('sleep', ['600'], { env, detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    return await look(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

test.runIf(process.platform === 'linux')(
  'of a session something is left while a process lives that is its shell, was seen below it, or carries its tag',
  async () => {
    const [found, pid, since] = await whileLives('another.1.', async (pid) => {
      const since = birthOf(pid);
      const known = [
        { ...nothing, since, shells: new Set([pid]) },
        { ...nothing, since, seen: [`${pid}:${since}`] },
        { ...nothing, since, tag: 'another.1.' },
        { ...nothing, since },
      ];
      return [await Promise.all(known.map(isAllGone)), pid, since] as const;
    });
    expect(found).toEqual([false, false, false, true]);
    expect(await isAllGone({ ...nothing, since, tag: 'another.1.', shells: new Set([pid]) })).toBe(true);
  },
);

test('a session of which it is not known when it began may have left something', async () => {
  expect(await isAllGone({ ...nothing, since: undefined })).toBe(false);
});
