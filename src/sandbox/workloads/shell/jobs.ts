import { leaving } from './leaving.ts';
import { type Job, type Scope, subshell } from './scope.ts';

/** Starts a command beside the script. */
export function startJob(scope: Scope, run: (scope: Scope) => Promise<number>): Job {
  const { shell, io } = scope;
  const stop = new AbortController();
  const inner = subshell(scope);
  const { stdin: _stdin, ...output } = io;
  const quiet = { ...output, signal: AbortSignal.any([io.signal, stop.signal]) };
  const done = leaving('exit', () => run({ ...inner, io: quiet })).catch((error: unknown) => {
    io.stderr(`${shell.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  });
  const job = { pid: 7 + shell.jobs.length, done, stop };
  shell.jobs.push(job);
  return job;
}

/** `wait`: for all jobs, or for some; a signal that is trapped ends it. */
export async function waitForJobs(args: readonly string[], { shell, io }: Scope): Promise<number> {
  const wanted = args.length
    ? shell.jobs.filter(({ pid }) => args.some((arg) => arg.replace('%', '') === String(pid)))
    : shell.jobs;
  const asked = new Promise<number>((resolve) => {
    for (const signal of [io.asked, io.signal])
      if (signal?.aborted) resolve(143);
      else signal?.addEventListener('abort', () => resolve(143), { once: true });
  });
  const all = Promise.all(wanted.map(({ done }) => done)).then((codes) =>
    args.length ? (codes.at(-1) ?? 127) : 0,
  );
  return Promise.race(shell.traps.has('TERM') || io.signal ? [all, asked] : [all]);
}

const signals: Readonly<Record<string, string>> = { 1: 'HUP', 2: 'INT', 3: 'QUIT', 9: 'KILL', 15: 'TERM' };

/** A signal's name without `SIG`. */
export const signalName = (text: string): string =>
  signals[text] ?? text.toUpperCase().replace(/^SIG/, '').replace(/^0$/, 'EXIT');

/** `kill`: of jobs of this script, and of the container's first process. */
export function kill(args: readonly string[], { shell, io, host }: Scope): number {
  const [flag = ''] = args;
  const named = flag.startsWith('-');
  const signal = named ? signalName(flag.replace(/^-(s$)?/, '') || (args[1] ?? '')) : 'TERM';
  const pids = args.slice(named ? (flag === '-s' ? 2 : 1) : 0);
  let status = 0;
  for (const pid of pids) {
    const job = shell.jobs.find((one) => String(one.pid) === pid.replace('%', ''));
    if (job) job.stop.abort();
    else if (pid === '1' && host.container) host.container.place.signal(signal);
    else {
      io.stderr(`${shell.name}: can't kill pid ${pid}: No such process\n`);
      status = 1;
    }
  }
  return status;
}
