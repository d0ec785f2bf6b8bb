import { setTimeout as delay } from 'node:timers/promises';
import { descendants, listProcesses, type ProcessInfo, signal } from './process-tree.ts';

const stepMs = 50;

/**
 * Ends a process that we have started, with all its descendants: asks them first, and kills what is left after a while.
 * `true` when something had to be killed.
 */
export async function endTree(pid: number, graceMs = 2_000): Promise<boolean> {
  const asked = await tree(pid);
  for (const process of asked) signal(process.pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs; waited += stepMs) {
    await delay(stepMs);
    if (living(asked, await listProcesses()).length === 0) return false;
  }
  const left = [...living(asked, await listProcesses()), ...(await tree(pid))];
  for (const process of left) signal(process.pid, 'SIGKILL');
  return left.length > 0;
}

async function tree(pid: number): Promise<readonly ProcessInfo[]> {
  const all = await listProcesses();
  const below = descendants(all, pid, () => false);
  return [...all.filter((process) => process.pid === pid), ...below];
}

function living(these: readonly ProcessInfo[], all: readonly ProcessInfo[]): readonly ProcessInfo[] {
  return these.filter((one) => all.some(({ pid, birth }) => pid === one.pid && birth === one.birth));
}
