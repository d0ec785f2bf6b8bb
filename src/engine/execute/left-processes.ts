import { readFileSync } from 'node:fs';
import { listProcesses } from './process-tree.ts';

/** What is known of a session whose shell has been asked to end. */
type EndedSession = {
  /** Begins the value of RUNBOOK_TAG in the environment of all that it started. */
  readonly tag: string;
  /** Process ids of its shells. */
  readonly shells: ReadonlySet<number>;
  /** Processes that descended from them when that was last looked at, as `PID:BIRTH`. */
  readonly seen: readonly string[];
  /** When the first shell was started, as a birth; what is older can't be the session's. */
  readonly since: string | undefined;
};

/**
 * Whether it is sure that nothing of a session lives any more, by what the watchdog would go by: for most sessions this
 * spares it a dozen processes. False as well where that can't be told in a millisecond or two: elsewhere than on Linux.
 */
export async function isAllGone({ tag, shells, seen, since }: EndedSession): Promise<boolean> {
  if (process.platform !== 'linux' || since === undefined) return false;
  const known = new Set(seen);
  return (await listProcesses()).every(
    ({ pid, parent, session = 0, birth }) =>
      Number(birth) < Number(since) ||
      !(
        shells.has(pid) ||
        shells.has(parent) ||
        shells.has(session) ||
        known.has(`${pid}:${birth}`) ||
        isTagged(pid, tag)
      ),
  );
}

/** False for what has ended meanwhile, and for another user's, whose environment can't be read. */
function isTagged(pid: number, tag: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(`RUNBOOK_TAG=${tag}`);
  } catch {
    return false;
  }
}
