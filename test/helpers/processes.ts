import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { patienceMs } from './patience.ts';

/** Looks until nothing is left or the patience of tests is over; gives the last look. */
export async function untilGone<T extends Readonly<Record<string, readonly string[]>>>(
  look: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (Object.values(seen).every((list) => list.length === 0) || Date.now() > deadline) return seen;
    await pause(50);
  }
}

/** Processes with a text in their environment, which all descendants inherit, or in their command line; Linux only. */
export async function processesWith(
  mark: string,
  place: 'environ' | 'cmdline' = 'environ',
): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    ids.map(async (id) => {
      const marked = await readFile(`/proc/${id}/${place}`, 'utf8').catch(() => '');
      if (!marked.includes(mark)) return [];
      const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return [`${id} ${command.replaceAll('\0', ' ')}`];
    }),
  );
  return found.flat();
}
