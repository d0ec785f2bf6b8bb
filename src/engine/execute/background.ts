import { setTimeout as delay } from 'node:timers/promises';
import type { Output } from '../model/output.ts';
import type { ShellAction } from '../model/runbook.ts';
import type { JobEnd } from '../model/session.ts';
import { commandsRun, KnownNames } from '../shell/calls.ts';
import { mayStartJob } from '../shell/jobs.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { awaitReady } from './await-ready.ts';
import type { Execution } from './execution.ts';
import { endedByItself, isAlive, type Job, JobTable } from './jobs.ts';
import { expectedEnds, isPlainWait, type JobTargets, parseKill } from './kill-command.ts';
import type { Limits } from './limits.ts';
import { signal } from './process-tree.ts';
import { type Probe, probesOf, type Variables } from './readiness.ts';
import type { Shell } from './shell.ts';
import { whyTaken } from './taken-port.ts';

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
};

/** The session's background jobs: what a statement started, what became of it, and what it ended. */
export class Background {
  readonly #table = new JobTable();
  /** Asks the shell. */
  readonly #variables: Variables;
  #jobsPossible = false;
  readonly #known = new KnownNames();
  /** Of the statement that is about to run: its commands, and what shows that those in the background are ready. */
  #commands: readonly SimpleCommand[] = [];
  #probes: readonly Probe[] = [];

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** Process groups of the jobs there are. */
  groups(): ReadonlySet<number> {
    return this.#table.groups();
  }

  forgetNumbers(): void {
    this.#table.forgetNumbers();
  }

  /** Ends the jobs that these statements started; none of them is reported as one that died. */
  async endJobsOf(statements: readonly string[], shell: Shell): Promise<void> {
    const theirs = this.#table.alive.filter(({ execution }) => statements.includes(execution.statement));
    if (theirs.length === 0) return;
    for (const job of theirs) await endJob(job);
    for (const { execution } of this.#table.takeEnded((job) => theirs.includes(job))) execution.finish();
    await shell.jobs();
  }

  takeReports(): readonly JobEnd[] {
    for (const job of this.#table.takeEnded(({ awaited }) => awaited)) this.#table.report(job, null);
    return this.#table.takeReports();
  }

  /**
   * Before each statement: reads what it is going to do to jobs.
   * @returns Why it can't be run, in words: a port that it is to open is taken.
   */
  async prepare(action: ShellAction): Promise<string | undefined> {
    this.#probes = [];
    this.#commands = this.#mayConcernJobs(action) ? commandsRun(action.script, this.#known) : [];
    const starts = action.background || this.#commands.some(({ place }) => place.background);
    if (!starts) return undefined;
    const probes = await probesOf(action.waits, this.#commands, this.#variables);
    if (typeof probes === 'string') return probes;
    this.#probes = probes;
    return probes.length === 0 ? undefined : await whyTaken(probes, this.groups());
  }

  /** Reading a statement takes longer than to run many a one: without jobs, and without `&`, there is nothing to find. */
  #mayConcernJobs({ background, script }: ShellAction): boolean {
    return background || this.#table.alive.length > 0 || script.includes('&') || this.#known.mayStartJobs;
  }

  /**
   * The text of the statement that is about to run. A `wait` without words gets those of the jobs there are: bash would
   * forget how they ended, and its status is 0 whatever that was.
   */
  textOf(script: string): string {
    const jobs = this.#table.alive.map(({ pid }) => pid).join(' ');
    if (jobs === '' || this.#commands.some(({ place }) => place.background)) return script;
    const waits = this.#commands.filter(
      (command) => isPlainWait(command) && script.slice(command.from, command.to) === 'wait',
    );
    return waits.toReversed().reduce((text, { from, to }) => {
      return `${text.slice(0, from)}{ builtin wait ${jobs} 2>/dev/null || builtin :; }${text.slice(to)}`;
    }, script);
  }

  /**
   * After each statement: takes in the jobs it started, waits for those it killed, notes those that died.
   * Asking for the list also keeps bash from reporting ended jobs in a later statement's output.
   * @returns What it changes in the output of a statement that started jobs.
   */
  async settle(options: SettleOptions): Promise<Partial<Output>> {
    const { action, execution, shell } = options;
    this.#known.learn(action.script);
    this.#jobsPossible ||= mayStartJob(action.script);
    if (!this.#jobsPossible) return {};
    if (action.background) await delay(pauseMs);
    const fresh = this.#table.add(await shell.jobs(), execution, this.#probes.length > 0);
    const expected = await this.#expected();
    await this.#awaitKilled(options);
    const ended = await this.#reap(shell, expected, fresh);
    if (this.#probes.length > 0 && (action.background || fresh.length > 0)) {
      return this.#awaitReady(options, fresh);
    }
    const failed = ended.find(({ exitCode }) => exitCode !== undefined && exitCode > 0);
    if (!action.background || failed?.exitCode === undefined) return {};
    return { exitCode: failed.exitCode, pipeStatus: [failed.exitCode] };
  }

  /** Tells whether the end of a job is no news, since the statement asked for it or was told of it. */
  async #expected(): Promise<(job: Job) => boolean> {
    const targets = expectedEnds(this.#commands);
    if (this.#table.alive.length === 0 || targets.others) return () => true;
    const jobs = meantBy(targets, this.#table.alive, await this.#variables(targets.variables));
    return (job) => jobs.includes(job);
  }

  /** Takes out ended jobs, reports the deaths among the older ones, and returns the fresh ones. */
  async #reap(
    shell: Shell,
    expected: (job: Job) => boolean,
    fresh: readonly Job[],
  ): Promise<readonly EndedJob[]> {
    const ended: EndedJob[] = [];
    for (const job of this.#table.takeEnded((each) => !(each.awaited && fresh.includes(each)))) {
      const exitCode = await shell.exitCodeOf(job.pid);
      if (fresh.includes(job)) ended.push({ job, exitCode });
      else if (!expected(job) && endedByItself(job, exitCode)) this.#table.report(job, exitCode ?? null);
    }
    return ended;
  }

  async #awaitReady(options: SettleOptions, fresh: readonly Job[]): Promise<Partial<Output>> {
    const { execution, limits, shell } = options;
    const ownGroups = this.groups();
    const isStarted = () => fresh.some(isAlive);
    const result = await awaitReady({
      probes: this.#probes,
      execution,
      limits,
      isAlive: isStarted,
      ownGroups,
    });
    if (result.kind === 'ready') return { readiness: { ready: true, reason: result.reason } };
    const readiness = { ready: false, reason: result.reason };
    if (result.kind !== 'died') {
      for (const job of fresh) await endJob(job);
    }
    const gone = this.#table.takeEnded((job) => fresh.includes(job));
    const exitCode = gone[0] === undefined ? undefined : await shell.exitCodeOf(gone[0].pid);
    await shell.jobs();
    execution.finish();
    if (result.kind === 'failed') return { readiness, exitCode: null, pipeStatus: [] };
    if (result.kind !== 'died')
      return { readiness, exitCode: null, pipeStatus: [], ended: limits.reason ?? 'timeout' };
    // Ready was what it had to become: an end is a failure even when it says 0.
    return { readiness, exitCode: exitCode || 1, pipeStatus: [exitCode || 1] };
  }

  /** A `kill` returns before the process has ended; its port would still be taken in the next statement. */
  async #awaitKilled({ shell }: SettleOptions): Promise<void> {
    const command = parseKill(this.#commands);
    if (command === undefined || this.#table.alive.length === 0) return;
    const targets = meantBy(command, this.#table.alive, await this.#variables(command.variables));
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
  targets: JobTargets,
  jobs: readonly Job[],
  values: Readonly<Record<string, string>>,
): readonly Job[] {
  const pids = new Set([...targets.pids, ...targets.variables.map((name) => Number(values[name]))]);
  return jobs.filter((job) => targets.numbers.includes(job.number) || pids.has(job.pid));
}

/** Ends a job that didn't become what it had to: asked first, then killed. */
async function endJob(job: Job): Promise<void> {
  signal(-job.pid, 'SIGTERM');
  for (let waited = 0; waited < killMs && signal(-job.pid, 0); waited += killStepMs) await delay(killStepMs);
  signal(-job.pid, 'SIGKILL');
  while (isAlive(job)) await delay(killStepMs);
}
