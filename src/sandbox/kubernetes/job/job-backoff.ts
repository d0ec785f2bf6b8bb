import { slot } from '../../memory.ts';
import type { World } from '../../world.ts';

/** Failures in a row, and when the last was seen, in milliseconds. */
type Failures = { readonly count: number; readonly atMs: number };

const failures = slot(() => new Map<string, Failures>());

/** After the first failure, and at most, in units of latency: 10 seconds and 10 minutes on a real cluster. */
const firstUnits = 10;
const mostUnits = 600;

/** Notes failures of what `key` names; `count` is of how many in a row. The first note of a count sets its time. */
export function noteFailures(world: World, key: string, count: number): void {
  const notes = notesOf(world);
  if (count === 0) notes.delete(key);
  else if (notes.get(key)?.count !== count) notes.set(key, { count, atMs: world.clock.now().getTime() });
}

export const failuresInRow = (world: World, key: string): number => notesOf(world).get(key)?.count ?? 0;

/** How long another try has to wait; it doubles with each failure. */
export function backoffMs(world: World, key: string): number {
  const noted = notesOf(world).get(key);
  if (!noted) return 0;
  const units = Math.min(firstUnits * 2 ** (noted.count - 1), mostUnits);
  return Math.max(0, noted.atMs + units * world.clock.latencyMs - world.clock.now().getTime());
}

/** Forgets a job and its indexes. */
export function forgetFailures(world: World, uid: string): void {
  const notes = notesOf(world);
  for (const key of notes.keys()) if (key.startsWith(uid)) notes.delete(key);
}

const notesOf = ({ memory }: World): Map<string, Failures> => memory.of(failures);
