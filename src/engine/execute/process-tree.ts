import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/**
 * One process of the machine. `name` is the short one, without path and arguments. `birth` is when it was started, which
 * tells it from a later one of the same number: clock ticks since the machine was started on Linux (proc_pid_stat(5)),
 * elsewhere the second as `ps` writes it, with `_` for blanks. `session` is that of setsid(2), where it can be told.
 */
export type ProcessInfo = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session?: number;
  readonly name: string;
  readonly birth: string;
};

/** So that `ps` writes a time the same way for everybody. */
const plainly = { LC_ALL: 'C', TZ: 'UTC0' };

/** All processes except zombies. From /proc where there is one: `ps` takes 10 ms and BusyBox has its own options. */
export async function listProcesses(): Promise<readonly ProcessInfo[]> {
  if (process.platform === 'linux') {
    return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (readStat(entry) ?? []) : []));
  }
  const columns = 'pid=,ppid=,pgid=,state=,lstart=,comm=';
  const { stdout } = await execa('ps', ['-A', '-o', columns], { env: plainly });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, birth = '', path] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line) ?? [];
    if (path === undefined || state?.startsWith('Z')) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    const numbers = { pid: Number(pid), parent: Number(parent), group: Number(group) };
    return [{ ...numbers, name, birth: underscored(birth) }];
  });
}

/** When a process was started; undefined when there is none, or it can't be told. */
export function birthOf(pid: number): string | undefined {
  if (process.platform === 'linux') return readStat(String(pid))?.birth;
  try {
    const env = { ...process.env, ...plainly };
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
    return underscored(told);
  } catch {
    return undefined;
  }
}

function underscored(text: string): string {
  return text.trim().replaceAll(/\s+/g, '_');
}

/** Undefined for a process that has ended, a zombie too. */
function readStat(pid: string): ProcessInfo | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name is in parentheses and may hold any character, a parenthesis too.
  const nameEnd = text.lastIndexOf(') ');
  const [state, parent, group, session, ...rest] = text.slice(nameEnd + 2).split(' ');
  const birth = rest[15];
  if (birth === undefined || state === 'Z') return undefined;
  const name = text.slice(text.indexOf('(') + 1, nameEnd);
  const numbers = {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
  };
  return { ...numbers, name, birth };
}

/** Descendants of `root`, without those that are spared and what they started. Parents come first. */
export function descendants(
  processes: readonly ProcessInfo[],
  root: number,
  spared: (process: ProcessInfo) => boolean,
): readonly ProcessInfo[] {
  const found: ProcessInfo[] = [];
  const parents = [root];
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    for (const child of processes) {
      if (child.parent !== parent || spared(child)) continue;
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
