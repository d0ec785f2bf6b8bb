import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** One process of the machine. `name` is the short one, without path and arguments. */
export type ProcessInfo = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly name: string;
};

/** All processes except zombies. From /proc where there is one: `ps` takes 10 ms and BusyBox has its own options. */
export async function listProcesses(): Promise<readonly ProcessInfo[]> {
  if (process.platform === 'linux') return readProc();
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,pgid=,state=,comm=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, path] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (path === undefined || state?.startsWith('Z')) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), name }];
  });
}

function readProc(): readonly ProcessInfo[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    // The name is in parentheses and may hold any character, a parenthesis too.
    const [, name, state, parent, group] = /\((.*)\) (\S) (\d+) (\d+) /s.exec(readStat(entry)) ?? [];
    if (name === undefined || state === 'Z') return [];
    return [{ pid: Number(entry), parent: Number(parent), group: Number(group), name }];
  });
}

/** Empty for a process that has ended meanwhile. */
function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

/** Descendants of `root`, without the process groups in `spared` and what they started. Parents come first. */
export function descendants(
  processes: readonly ProcessInfo[],
  root: number,
  spared: ReadonlySet<number>,
): readonly ProcessInfo[] {
  const found: ProcessInfo[] = [];
  const parents = [root];
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    for (const child of processes) {
      if (child.parent !== parent || spared.has(child.group)) continue;
      found.push(child);
      parents.push(child.pid);
    }
  }
  return found;
}

/** Sends a signal; to a whole group when the number is negative. False when there is no such process. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
