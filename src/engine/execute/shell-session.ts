import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Subshell } from '../model/control.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type {
  JobEnd,
  KeptState,
  RestoredState,
  Session,
  SessionNames,
  SessionRequest,
  WholeStream,
} from '../model/session.ts';
import type { Printed } from '../model/terminal.ts';
import { Background } from './background.ts';
import { type Conclusion, conclusionOf } from './conclusion.ts';
import { enteringText } from './entering.ts';
import { Execution, noOutput, refusedOutput, unreadyOutput } from './execution.ts';
import { runExitTrap } from './exit-trap.ts';
import { Failures } from './failures.ts';
import type { FifoPair } from './fifo-pool.ts';
import { interruptStatement } from './interrupt.ts';
import { keptState, restoreState } from './kept-state.ts';
import { KeptStreams } from './kept-streams.ts';
import { Limits } from './limits.ts';
import { openTerminal } from './open-terminal.ts';
import { withPipeStatus } from './pipe-status.ts';
import { type ProcessInfo, signal } from './process-tree.ts';
import { whyRefused } from './refused.ts';
import type { SessionParts } from './session-parts.ts';
import type { Ending, Shell } from './shell.ts';
import { Spool } from './spool.ts';
import { writeSubshell } from './subshell.ts';
import {
  namesText,
  parseEntries,
  parseNames,
  parseVariables,
  valuesText,
  variablesText,
} from './variables.ts';

/** How long the document's EXIT trap may take. */
const quitMs = 3_000;
/** For an interrupt that came after the end of its statement to take effect. */
const lateInterruptMs = 100;
/** For a process substitution to end after the command that it serves. One that stays is a server. */
const substitutionMs = 1_000;

/** The session of one runbook: one statement at a time in one shell, a new shell when that is lost. */
export class ShellSession implements Session {
  readonly #parts: SessionParts;
  readonly #background = new Background((names) => this.#variables(names));
  readonly #failures: Failures;
  readonly #kept = new KeptStreams();
  #shell: Shell;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closing: Promise<void> | undefined;
  /** Whether it has been said that the present shell is gone. */
  #toldLost = false;
  #pipeStatus: readonly number[] = [];
  /** The statement that last may have set an EXIT trap. */
  #trapped: string | undefined;
  /** Block and folder that are entered, as one text; undefined in the session's own folder. */
  #entered: string | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#failures = new Failures(parts.folder);
    this.#shell = parts.shell;
  }

  run(request: SessionRequest): Promise<Output> {
    return this.#inTurn(() => this.#run(request));
  }

  variables(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    return this.#inTurn(() => this.#variables(names));
  }

  values(names: readonly string[]): Promise<readonly string[]> {
    return this.#inTurn(async () => parseEntries(await this.#answerTo(valuesText(names))));
  }

  names(): Promise<SessionNames> {
    return this.#inTurn(async () => parseNames(await this.#answerTo(namesText)));
  }

  whole(stream: StreamOutput): WholeStream | undefined {
    return this.#kept.of(stream);
  }

  forget(output: Output): void {
    this.#kept.forget(output);
  }

  kept(): Promise<KeptState> {
    return this.#inTurn(() => keptState((text) => this.#answerTo(text), this.#entered !== undefined));
  }

  restore(state: RestoredState): Promise<string> {
    return this.#inTurn(() => restoreState(async (text) => (await this.#hidden(text)).stderr, state));
  }

  subshell(): Promise<Subshell> {
    return this.#inTurn(() => this.#subshell());
  }

  endedJobs(): readonly JobEnd[] {
    return this.#background.takeReports();
  }

  endJobsOf(statements: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#background.endJobsOf(statements, this.#shell));
  }

  exitTrap(): Promise<JobEnd | undefined> {
    return this.#inTurn(() => this.#exitTrap());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#parts.look();
    // A shell that is busy can't be asked; killed, it doesn't start again to keep its state.
    if (this.#waiting > 0) signal(this.#shell.pid, 'SIGKILL');
    else {
      await this.#exitTrap();
      await Promise.race([this.#shell.quit(), delay(quitMs, undefined, { ref: false })]);
    }
    await this.#parts.remove();
    await this.#turn;
    this.#kept.close();
    this.#shell.close();
  }

  async #exitTrap(): Promise<JobEnd | undefined> {
    const { pool, options } = this.#parts;
    const [statement, shell] = [this.#trapped, this.#shell];
    this.#trapped = undefined;
    if (statement === undefined || shell.gone) return undefined;
    return runExitTrap({ shell, pool, statement, withinMs: quitMs, onChunk: options.onChunk });
  }

  /** bash does one thing at a time. */
  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => {
      if (this.#closing !== undefined) throw new Error('The session is closed');
      return action();
    });
    this.#turn = mine.catch(() => {});
    this.#waiting++;
    try {
      return await mine;
    } finally {
      this.#waiting--;
    }
  }

  async #run(request: SessionRequest): Promise<Output> {
    const started = performance.now();
    const since = () => performance.now() - started;
    if (request.signal.aborted) return { ...noOutput, ended: 'interrupt' };
    await this.#renewShell();
    const { action, hidden = false } = request;
    const problem = (hidden ? undefined : whyRefused(action.script)) ?? (await this.#enter(request));
    if (problem !== '') return { ...refusedOutput(problem), durationMs: since() };
    if (!hidden && /\btrap\b/.test(action.script)) this.#trapped = request.statement;
    const limits = new Limits(request.timeoutMs, request.signal);
    try {
      return { ...(await this.#attempt(request, limits)), durationMs: since() };
    } finally {
      limits.clear();
    }
  }

  async #attempt(request: SessionRequest, limits: Limits): Promise<Output> {
    const { action, line, tty: user, hidden = false } = request;
    const refusal = await this.#background.prepare(action);
    if (refusal !== undefined) return unreadyOutput(refusal);
    const script = this.#background.textOf(action.script);
    const terminal = user && (await openTerminal({ script, line, user, folder: this.#parts.folder }));
    const watched = hidden ? script : this.#failures.watch({ script, line });
    const text = terminal?.text ?? withPipeStatus(watched, this.#pipeStatus);
    const pair = await this.#parts.pool.take();
    const execution = this.#execution(pair, request, terminal?.printed);
    const [shell, since] = [this.#shell, performance.now()];
    const ended = shell.evaluate({ text, line: request.line, pair }, hidden);
    const { idleRestarts } = shell;
    const settled = async () => {
      if (await shell.awaitIdleRestart(idleRestarts, lateInterruptMs)) this.#tell('exit');
    };
    let interruption: Promise<void> | undefined;
    limits.onReached((reason) => {
      const first = reason === 'interrupt' && !user ? 'SIGINT' : 'SIGTERM';
      const jobs = this.#background.groups();
      const spared = (process: ProcessInfo) =>
        jobs.has(process.group) || shell.ages.isChildFromBefore(process, since);
      interruption = interruptStatement({ shell: shell.pid, spared, first, ended, settled });
    });
    const ending = await ended;
    limits.onReached(() => {});
    await interruption;
    execution.finish();
    await terminal?.close();
    if (/^(?!.*\bexec\b).*[<>]\(/s.test(script)) await execution.released(substitutionMs);
    const how = this.#conclude(ending, limits, request);
    const jobs = await this.#background.settle({ action, execution, shell, limits });
    const output = execution.output();
    this.#kept.keep(output, execution);
    return { ...output, ...how, durationMs: 0, ...jobs };
  }

  #execution(pair: FifoPair, { statement, judged }: SessionRequest, terminal?: Printed): Execution {
    const { folder, options } = this.#parts;
    const onReleased = () => this.#parts.pool.giveBack(pair);
    const spool = judged && { spool: () => new Spool(folder) };
    return new Execution({ statement, pair, terminal, onChunk: options.onChunk, onReleased, ...spool });
  }

  #conclude(ending: Ending, limits: Limits, { action, line, hidden = false }: SessionRequest): Conclusion {
    const { pipeStatus, failed } = this.#failures.of(ending, { script: action.script, line });
    if (!hidden) this.#pipeStatus = pipeStatus;
    if (ending.kind !== 'done') this.#tell(ending.kind);
    // What fails in a job is told by its own end.
    const told = hidden || action.background ? { pipeStatus } : { pipeStatus, ...(failed && { failed }) };
    return conclusionOf(ending, told, limits);
  }

  #tell(ending: 'exit' | 'lost'): void {
    const { onNotice } = this.#parts.options;
    const hadJobs = this.#background.groups().size > 0;
    this.#background.forgetNumbers();
    if (this.#closing !== undefined) return;
    if (ending === 'lost') {
      this.#toldLost = true;
      this.#entered = undefined;
      onNotice(
        'The shell is gone; a new one starts without the variables, functions and directory set so far.',
      );
    } else {
      const jobs = hadJobs ? ' Job numbers such as `%1` are gone, the jobs are not.' : '';
      onNotice(`The shell was ended and started again with its variables, functions and directory.${jobs}`);
    }
  }

  async #renewShell(): Promise<void> {
    if (!this.#shell.gone) return;
    if (!this.#toldLost) this.#tell('lost');
    this.#toldLost = false;
    this.#shell.close();
    this.#shell = await this.#parts.startShell();
  }

  async #variables(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    return names.length === 0 ? {} : parseVariables(await this.#answerTo(variablesText(names)));
  }

  /** What a text of our own prints. */
  async #answerTo(text: string): Promise<string> {
    await this.#renewShell();
    return (await this.#hidden(text)).stdout;
  }

  async #subshell(): Promise<Subshell> {
    await this.#renewShell();
    const { file, env, folder, options } = this.#parts;
    const startUp = await writeSubshell(folder, (text) => this.#hidden(text));
    return { shell: file, args: ['--noprofile', '--rcfile', startUp, '-i'], cwd: options.cwd, env };
  }

  /** Goes to the folder of a block at its first statement, and back after its last. Gives bash's message if it can't. */
  async #enter({ dir, block = '' }: SessionRequest): Promise<string> {
    const place = dir === undefined ? undefined : `${block}\n${dir}`;
    if (place === this.#entered) return '';
    const folder = dir === undefined ? undefined : resolve(this.#parts.options.cwd, dir);
    const { stderr } = await this.#hidden(enteringText(folder, this.#entered !== undefined));
    this.#entered = stderr === '' ? place : undefined;
    return stderr.replace(/^bash: line \d+: /, 'bash: ');
  }

  async #hidden(text: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const pair = await this.#parts.pool.take();
    const options = { statement: '', pair, limit: Number.POSITIVE_INFINITY, onChunk: () => {} };
    const execution = new Execution({ ...options, onReleased: () => this.#parts.pool.giveBack(pair) });
    await this.#shell.evaluate({ text, line: 1, pair }, true);
    execution.finish();
    const { stdout, stderr } = execution.output();
    return { stdout: stdout.text, stderr: stderr.text };
  }
}
