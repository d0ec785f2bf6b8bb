import { setTimeout as delay } from 'node:timers/promises';
import type { Output } from '../model/output.ts';
import type { ShellAction } from '../model/runbook.ts';
import type { JobEnd } from '../model/session.ts';
import { mayStartJob } from '../shell/jobs.ts';
import { awaitReady } from './await-ready.ts';
import type { Execution } from './execution.ts';
import { endedByItself, isAlive, type Job, JobTable } from './jobs.ts';
import { asksForEnd, callsAny, endingFunctions, type KillCommand, parseKill } from './kill-command.ts';
import type { Limits } from './limits.ts';
import { signal } from './process-tree.ts';
import { probesOf } from './readiness.ts';
import type { Shell } from './shell.ts';

/** A signal within a millisecond of the fork can get lost in bash: no statement runs that soon after `&`. */
const pauseMs = 15;
const killStepMs = 20;
const killMs = 2_000;
/** For a `kill` of which we can't tell whom it means. */
const vagueKillMs = 200;

type SettleOptions = {
  readonly action: ShellAction;
  readonly execution: Execution;
  readonly shell: Shell;
  readonly limits: Limits;
  readonly variables: (names: readonly string[]) => Promise<Readonly<Record<string, string>>>;
};

/** The session's background jobs: what a statement started, what became of it, and what it ended. */
export class Background {
  readonly #table = new JobTable();
  #jobsPossible = false;
  /** Functions of the document that end jobs. */
  readonly #enders = new Set<string>();

  /** Process groups of the jobs there are. */
  groups(): ReadonlySet<number> {
    return this.#table.groups();
  }

  forgetNumbers(): void {
    this.#table.forgetNumbers();
  }

  takeReports(): readonly JobEnd[] {
    for (const job of this.#table.takeEnded(({ awaited }) => awaited)) this.#table.report(job, null);
    return this.#table.takeReports();
  }

  /**
   * After each statement: takes in the jobs it started, waits for those it killed, notes those that died.
   * Asking for the list also keeps bash from reporting ended jobs in a later statement's output.
   * @returns What it changes in the output of a background statement.
   */
  async settle(options: SettleOptions): Promise<Partial<Output>> {
    const { action, execution, shell } = options;
    this.#jobsPossible ||= mayStartJob(action.script);
    const asked = this.#asksForEnd(action.script);
    if (!this.#jobsPossible) return {};
    if (action.background) await delay(pauseMs);
    const probes = action.background ? probesOf(action.script, action.waits) : [];
    const fresh = this.#table.add(await shell.jobs(), execution, probes.length > 0);
    await this.#awaitKilled(options);
    const ended = await this.#reap(shell, asked, fresh);
    if (!action.background) return {};
    if (probes.length > 0) return this.#awaitReady(options, fresh);
    const failed = ended.find(({ exitCode }) => exitCode !== undefined && exitCode > 0);
    if (failed?.exitCode === undefined) return {};
    return { exitCode: failed.exitCode, pipeStatus: [failed.exitCode] };
  }

  #asksForEnd(script: string): boolean {
    const asks = asksForEnd(script) || callsAny(script, this.#enders);
    for (const name of endingFunctions(script, this.#enders)) this.#enders.add(name);
    return asks;
  }

  /** Takes out ended jobs, reports the deaths among the older ones, and returns the fresh ones. */
  async #reap(shell: Shell, asked: boolean, fresh: readonly Job[]): Promise<readonly EndedJob[]> {
    const ended: EndedJob[] = [];
    for (const job of this.#table.takeEnded((each) => !(each.awaited && fresh.includes(each)))) {
      const exitCode = await shell.exitCodeOf(job.pid);
      if (fresh.includes(job)) ended.push({ job, exitCode });
      else if (!asked && endedByItself(job, exitCode)) this.#table.report(job, exitCode ?? null);
    }
    return ended;
  }

  async #awaitReady(options: SettleOptions, fresh: readonly Job[]): Promise<Partial<Output>> {
    const { action, execution, limits, shell } = options;
    const probes = probesOf(action.script, action.waits);
    const result = await awaitReady({ probes, execution, limits, isAlive: () => fresh.some(isAlive) });
    if (result.kind === 'ready') return { readiness: { ready: true, reason: result.reason } };
    const readiness = { ready: false, reason: result.reason };
    if (result.kind !== 'died') {
      for (const job of fresh) await endJob(job);
    }
    const gone = this.#table.takeEnded((job) => fresh.includes(job));
    const exitCode = gone[0] === undefined ? undefined : await shell.exitCodeOf(gone[0].pid);
    await shell.jobs();
    execution.finish();
    if (result.kind !== 'died')
      return { readiness, exitCode: null, pipeStatus: [], ended: limits.reason ?? 'timeout' };
    // Ready was what it had to become: an end is a failure even when it says 0.
    return { readiness, exitCode: exitCode || 1, pipeStatus: [exitCode || 1] };
  }

  /** A `kill` returns before the process has ended; its port would still be taken in the next statement. */
  async #awaitKilled({ action, shell, variables }: SettleOptions): Promise<void> {
    const vague = { numbers: [], pids: [], variables: [], certain: false };
    const { script } = action;
    const command = parseKill(script) ?? (callsAny(script, this.#enders) ? vague : undefined);
    if (command === undefined || this.#table.alive.length === 0) return;
    const targets = meantBy(command, this.#table.alive, await variables(command.variables));
    const before = this.#table.alive.length;
    const isOver = () =>
      targets.length > 0
        ? targets.every((job) => !signal(-job.pid, 0))
        : this.#table.alive.filter(isAlive).length < before;
    const isSure = command.certain && targets.length > 0;
    const patienceMs = isSure ? killMs : vagueKillMs;
    for (let waited = 0; !isOver() && waited < patienceMs; waited += killStepMs) {
      await delay(killStepMs);
      await shell.jobs();
      // Rarely, bash loses the signal to a job that it has only just started.
      if (waited === killMs / 2) for (const job of targets) signal(-job.pid, 'SIGTERM');
    }
    await shell.jobs();
  }
}

type EndedJob = { readonly job: Job; readonly exitCode: number | undefined };

function meantBy(
  command: KillCommand,
  jobs: readonly Job[],
  values: Readonly<Record<string, string>>,
): readonly Job[] {
  const pids = new Set([...command.pids, ...command.variables.map((name) => Number(values[name]))]);
  return jobs.filter((job) => command.numbers.includes(job.number) || pids.has(job.pid));
}

/** Ends a job that didn't become what it had to: asked first, then killed. */
async function endJob(job: Job): Promise<void> {
  signal(-job.pid, 'SIGTERM');
  for (let waited = 0; waited < killMs && signal(-job.pid, 0); waited += killStepMs) await delay(killStepMs);
  signal(-job.pid, 'SIGKILL');
  while (isAlive(job)) await delay(killStepMs);
}
