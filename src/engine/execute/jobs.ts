import type { Output } from '../model/output.ts';
import type { JobEnd } from '../model/session.ts';
import type { Execution } from './execution.ts';
import { signal } from './process-tree.ts';
import type { ListedJob } from './shell-channel.ts';

/** A background job, from when bash lists it until its first process has ended. */
export type Job = {
  readonly pid: number;
  /** `%number` while bash knows it by one. */
  readonly number: number;
  readonly execution: Execution;
  readonly startedAt: number;
  /** It was to become ready, so that its end is news even when it says 0. */
  readonly awaited: boolean;
};

/** The session's background jobs and which of them ended by themselves. */
export class JobTable {
  #jobs: readonly Job[] = [];
  readonly #ended: JobEnd[] = [];

  get alive(): readonly Job[] {
    return this.#jobs;
  }

  /** Process groups, to be spared when a statement is ended. */
  groups(): ReadonlySet<number> {
    return new Set(this.#jobs.map(({ pid }) => pid));
  }

  /** Takes in bash's list: what is new in it was started by `execution`. Returns the new ones. */
  add(listed: readonly ListedJob[], execution: Execution, awaited: boolean): readonly Job[] {
    const known = this.groups();
    const startedAt = performance.now();
    const fresh = listed
      .filter(({ pid }) => !known.has(pid))
      .map((job) => ({ ...job, execution, startedAt, awaited }));
    this.#jobs = [...this.#jobs, ...fresh];
    return fresh;
  }

  /** Takes out the jobs that have ended, and only those of a certain sort if asked. */
  takeEnded(sort: (job: Job) => boolean = () => true): readonly Job[] {
    const ended = this.#jobs.filter((job) => sort(job) && !isAlive(job));
    if (ended.length > 0) this.#jobs = this.#jobs.filter((job) => !ended.includes(job));
    return ended;
  }

  /** The shell that numbered them is gone. */
  forgetNumbers(): void {
    this.#jobs = this.#jobs.map((job) => ({ ...job, number: 0 }));
  }

  /** Keeps for `takeReports` that a job ended although nobody asked it to. */
  report(job: Job, exitCode: number | null): void {
    job.execution.finish();
    this.#ended.push({ statement: job.execution.statement, output: outputOf(job, exitCode) });
  }

  takeReports(): readonly JobEnd[] {
    return this.#ended.splice(0);
  }
}

export function isAlive(job: Job): boolean {
  return signal(job.pid, 0);
}

function outputOf(job: Job, exitCode: number | null): Output {
  return {
    ...job.execution.output(),
    exitCode,
    pipeStatus: [],
    durationMs: performance.now() - job.startedAt,
    ended: 'normally',
  };
}

/** Exit codes of SIGHUP, SIGINT and SIGTERM: somebody asked; no job gets those by itself. */
const askedToEnd = new Set([129, 130, 143]);

/** Whether the end of a job is news: it neither ended well nor was it asked to end. */
export function endedByItself(job: Job, exitCode: number | undefined): boolean {
  if (exitCode === undefined) return job.awaited;
  return job.awaited ? !askedToEnd.has(exitCode) : exitCode !== 0 && !askedToEnd.has(exitCode);
}
