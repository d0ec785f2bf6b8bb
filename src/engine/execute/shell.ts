import { unlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { Ages, adoptingCommand } from './adoption.ts';
import { withDescriptors } from './descriptors.ts';
import { driverText, lineWords, preludeText } from './driver.ts';
import type { FifoPair } from './fifo-pool.ts';
import { Habits } from './habits.ts';
import { signal } from './process-tree.ts';
import { sessionError } from './session-error.ts';
import {
  type Answer,
  type ListedJob,
  type Message,
  ShellChannel,
  type ToldFailure,
} from './shell-channel.ts';
import { WaitedJobs } from './waited-jobs.ts';

type ShellOptions = {
  /** Path of the bash. */
  readonly file: string;
  /** Private folder of this one bash; it doesn't exist yet. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Makes named pipes. */
  readonly makeFifos: (paths: readonly string[]) => Promise<void>;
  readonly onStart: (pid: number) => void;
};

/** A text for the shell and where its output goes. `line` is the document's line on which the text starts. */
type ShellText = { readonly text: string; readonly line: number; readonly pair: FifoPair };

/** How a text ended; `lost` means that the shell is gone with its state. `failed` are the commands that failed in it. */
export type Ending = { readonly failed: readonly ToldFailure[] } & (
  | { readonly kind: 'done'; readonly exitCode: number; readonly pipeStatus: readonly number[] }
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'lost'; readonly exitCode: number | null }
);

/** Far longer than bash needs on a machine under load. */
const promptMs = 15_000;

/** One bash process with the driver in it. It answers one request at a time. */
export class Shell {
  readonly pid: number;
  readonly ages: Ages;
  readonly #channel: ShellChannel;
  readonly #stateFiles: readonly string[];
  #exited: { readonly exitCode: number | null } | undefined;
  #exiting: Answer | undefined;
  #pending: { readonly id: number; readonly settle: (answer: Answer | undefined) => void } | undefined;
  #lastId = 0;
  /** How often it started again while it had nothing to do. */
  #idleRestarts = 0;
  readonly #habits = new Habits();
  readonly #waited = new WaitedJobs();
  /** The request that evaluates, or last evaluated, a text, and what has failed in it. */
  #evaluated = 0;
  #failed: ToldFailure[] = [];

  private constructor(pid: number, channel: ShellChannel, stateFiles: readonly string[]) {
    this.pid = pid;
    this.ages = new Ages(pid);
    this.#channel = channel;
    this.#stateFiles = stateFiles;
  }

  static async start(options: ShellOptions): Promise<Shell> {
    const { folder } = options;
    const [requests, answers] = [join(folder, 'requests'), join(folder, 'answers')];
    await mkdir(folder, { mode: 0o700 });
    await Promise.all([
      writeFile(join(folder, 'prelude'), withDescriptors(preludeText(answers, dirname(folder)))),
      writeFile(join(folder, 'bash'), withDescriptors(driverText(dirname(folder)))),
      options.makeFifos([requests, answers]),
    ]);
    let shell: Shell | undefined;
    const started = Promise.withResolvers<Message | undefined>();
    const channel = new ShellChannel(requests, answers, (answer) => {
      if (shell === undefined) started.resolve(answer);
      else shell.#onAnswer(answer);
    });
    const pid = spawnBash(options, (exitCode) => {
      started.resolve(undefined);
      if (shell !== undefined) shell.#onExit(exitCode);
    });
    options.onStart(pid);
    const ready = await started.promise;
    if (ready?.kind !== 'ready') {
      channel.close();
      throw sessionError(`\`${options.file}\` ended while starting`, 'Name another bash with `--shell`.');
    }
    shell = new Shell(pid, channel, [join(folder, 'state'), join(folder, 'traps')]);
    return shell;
  }

  /** The process is gone; only `close` makes sense. */
  get gone(): boolean {
    return this.#exited !== undefined;
  }

  /** Evaluates a statement; a hidden one is ours, and the next one doesn't see its status. */
  async evaluate(text: ShellText, hidden = false): Promise<Ending> {
    this.#failed = [];
    this.#evaluated = this.#lastId + 1;
    const word = hidden ? 'V' : this.#habits.wordFor(text.text);
    const answer = await this.#ask(word, { ...text, text: this.#waited.named(text.text) });
    const failed = this.#failed;
    switch (answer?.kind) {
      case 'done':
        return { ...answer, failed };
      case 'hidden':
        return { kind: 'done', exitCode: answer.exitCode, pipeStatus: [answer.exitCode], failed };
      case 'exiting':
        return { kind: 'exit', exitCode: answer.exitCode, failed };
      default:
        return { kind: 'lost', exitCode: this.#exited?.exitCode ?? null, failed };
    }
  }

  /**
   * After an interrupt that may have come too late for the statement: waits until the shell has started again, for
   * a short time, since nothing says whether it will. A request sent meanwhile could get lost. True if it did.
   */
  async awaitIdleRestart(before: number, withinMs: number): Promise<boolean> {
    const step = 5;
    for (let waited = 0; this.#idleRestarts === before && !this.gone && waited < withinMs; waited += step) {
      await delay(step);
    }
    return this.#idleRestarts !== before;
  }

  get idleRestarts(): number {
    return this.#idleRestarts;
  }

  /** Jobs in bash's table. Bash forgets those that have ended, and doesn't report them to the user any more. */
  async jobs(): Promise<readonly ListedJob[]> {
    const id = ++this.#lastId;
    this.#channel.expectJobs(id);
    const answer = await this.#promptly(id, `J ${id}\0`);
    const jobs = answer?.kind === 'jobs' ? answer.jobs : [];
    this.#waited.list(jobs);
    return jobs;
  }

  /** Exit code of a child that has ended; undefined when bash doesn't know it. */
  async exitCodeOf(pid: number): Promise<number | undefined> {
    const id = ++this.#lastId;
    const answer = await this.#promptly(id, `W ${id} ${pid}\0`);
    return answer?.kind === 'status' && answer.exitCode !== 127 ? answer.exitCode : undefined;
  }

  /** Runs the document's EXIT trap, if it has one; undefined when the shell is gone. What it ends with is 0, or what `exit` says. */
  async runExitTrap({ number }: FifoPair): Promise<number | undefined> {
    const id = ++this.#lastId;
    const answer = await this.#request(id, `Z ${id} ${number}\0`);
    return answer?.kind === 'hidden' ? answer.exitCode : undefined;
  }

  /** Asks the shell to exit; resolves when it is gone. */
  async quit(): Promise<void> {
    await this.#request(++this.#lastId, 'X\0');
  }

  close(): void {
    this.#channel.close();
  }

  #ask(word: string, { text, line, pair }: ShellText): Promise<Answer | undefined> {
    const id = ++this.#lastId;
    // bash can't hold a NUL, and here it ends the text. The newline keeps blanks at the end, which `read` would cut.
    const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
    return this.#request(id, `${word} ${id} ${pair.number} ${lineWords(line)} ${clean}\n\0`);
  }

  /** For what bash answers at once. A shell that doesn't is out of order, and no limit of a statement would end it. */
  async #promptly(id: number, request: string): Promise<Answer | undefined> {
    const timer = setTimeout(() => signal(this.pid, 'SIGKILL'), promptMs);
    try {
      return await this.#request(id, request);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The answer; `exiting` when the shell has started again in place of one, undefined when it is gone. */
  #request(id: number, request: string): Promise<Answer | undefined> {
    if (this.gone) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#pending = { id, settle: resolve };
      this.#channel.send(request).catch(reject);
    });
  }

  #onAnswer(answer: Message): void {
    if (answer.kind === 'failed') this.#onFailure(answer);
    else if (answer.kind === 'exiting') this.#exiting = answer;
    else if (answer.kind === 'ready') this.#onReady();
    else this.#finish(answer);
  }

  /** Of a job that an earlier statement started it says nothing about this one. */
  #onFailure(told: ToldFailure): void {
    if (told.id === 0 || told.id === this.#evaluated) this.#failed.push(told);
  }

  #onReady(): void {
    // It holds the values of all variables.
    for (const file of this.#stateFiles) unlinkSync(file);
    this.#waited.forget();
    const exiting = this.#exiting;
    if (exiting === undefined || exiting.id !== this.#pending?.id) this.#idleRestarts++;
    else this.#finish(exiting);
    this.#exiting = undefined;
  }

  #onExit(exitCode: number | null): void {
    // An answer written just before the end may still be in the pipe.
    setTimeout(() => {
      this.#exited = { exitCode };
      this.#finish(undefined);
    }, 5);
  }

  /** Undefined finishes whatever is asked. */
  #finish(answer: Answer | undefined): void {
    const pending = this.#pending;
    if (pending === undefined || (answer !== undefined && !isFor(answer, pending.id))) return;
    this.#pending = undefined;
    pending.settle(answer);
  }
}

/** A statement that has unset the driver's variables is answered without its number. */
function isFor(answer: Answer, id: number): boolean {
  return answer.id === id || (answer.kind === 'done' && answer.id === 0);
}

/**
 * Its own session (`detached`), so that a Ctrl-C at the terminal reaches us alone and statements have no terminal to
 * wait on. What bash says outside of statements goes nowhere.
 */
function spawnBash(options: ShellOptions, onExit: (exitCode: number | null) => void): number {
  const { folder, cwd, env } = options;
  const args = ['--noprofile', '--norc', 'bash', folder, 'start', cwd];
  const child = execa(...adoptingCommand(options.file, args, env), {
    cwd: folder,
    env,
    extendEnv: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
    buffer: false,
    cleanup: false,
    detached: true,
    reject: false,
  });
  // Not the promise: that waits for everyone who holds our end of a pipe.
  child.nodeChildProcess.once('exit', (code) => onExit(code));
  if (child.pid === undefined)
    throw sessionError(`\`${options.file}\` doesn't start`, 'Name another with `--shell`.');
  return child.pid;
}
