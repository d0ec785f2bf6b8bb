import { listProcesses, type ProcessInfo } from './process-tree.ts';

/** Long enough to cost nothing: a look takes a millisecond or two. */
const periodMs = 2_000;

type Watch = {
  /** Looks now. */
  look(): Promise<void>;
  stop(): void;
};

/**
 * Tells `onSeen`, from time to time, which processes descend from a shell or are in its session, as `PID:BIRTH`, so that
 * somebody knows them when the shell is killed together with everything that could have looked. Only where a look is
 * cheap (Linux).
 * @param shell The process id, as it is now; undefined while there is none.
 */
export function watchDescendants(
  shell: () => number | undefined,
  onSeen: (processes: readonly string[]) => void,
): Watch {
  if (process.platform !== 'linux') return { look: async () => {}, stop: () => {} };
  let seen: readonly string[] = [];
  const look = async (): Promise<void> => {
    const root = shell();
    // Every process of the machine descends from 0 and from 1.
    if (root === undefined || root <= 1) return;
    const found = family(await listProcesses(), root, new Set(seen));
    if (found.join() === seen.join()) return;
    seen = found;
    onSeen(seen);
  };
  // A look that fails, for want of a descriptor, is made up for by the next.
  const timer = setInterval(() => look().catch(() => {}), periodMs);
  timer.unref();
  return { look: () => look().catch(() => {}), stop: () => clearInterval(timer) };
}

/** Descendants of the shell, the rest of its session, those that were found before, and their descendants. */
function family(
  processes: readonly ProcessInfo[],
  shell: number,
  before: ReadonlySet<string>,
): readonly string[] {
  const parents = new Set([shell]);
  const found: string[] = [];
  // A child is mostly younger than its parent and comes later; one of whom that isn't true is found the next time.
  for (const { pid, parent, session, birth } of processes) {
    const name = `${pid}:${birth}`;
    if (pid === shell || !(parents.has(parent) || session === shell || before.has(name))) continue;
    parents.add(pid);
    found.push(name);
  }
  return found;
}
