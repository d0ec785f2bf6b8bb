import { unlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { driverText, preludeText } from './driver.ts';
import type { FifoPair } from './fifo-pool.ts';
import { sessionError } from './session-error.ts';
import { type Answer, type ListedJob, ShellChannel } from './shell-channel.ts';

export type ShellOptions = {
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
export type ShellText = { readonly text: string; readonly line: number; readonly pair: FifoPair };

/** How a text ended; `lost` means that the shell is gone with its state. */
export type Ending =
  | { readonly kind: 'done'; readonly exitCode: number; readonly pipeStatus: readonly number[] }
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'lost'; readonly exitCode: number | null };

/** One bash process with the driver in it. It answers one request at a time. */
export class Shell {
  readonly pid: number;
  readonly #channel: ShellChannel;
  readonly #stateFile: string;
  #exited: { readonly exitCode: number | null } | undefined;
  #exiting: number | undefined;
  #settle: ((answer: Answer | undefined) => void) | undefined;
  #lastId = 0;
  /** Whether a text may have set an EXIT trap in place of the driver's. */
  #trapsPossible = false;

  private constructor(pid: number, channel: ShellChannel, stateFile: string) {
    this.pid = pid;
    this.#channel = channel;
    this.#stateFile = stateFile;
  }

  static async start(options: ShellOptions): Promise<Shell> {
    const { folder } = options;
    const [requests, answers] = [join(folder, 'requests'), join(folder, 'answers')];
    await mkdir(folder, { mode: 0o700 });
    await Promise.all([
      writeFile(join(folder, 'prelude'), preludeText),
      writeFile(join(folder, 'bash'), driverText),
      options.makeFifos([requests, answers]),
    ]);
    let shell: Shell | undefined;
    const started = Promise.withResolvers<Answer | undefined>();
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
    shell = new Shell(pid, channel, join(folder, 'state'));
    return shell;
  }

  /** The process is gone; only `close` makes sense. */
  get gone(): boolean {
    return this.#exited !== undefined;
  }

  /** Evaluates a statement; a hidden one is ours, and the next one doesn't see its status. */
  async evaluate(text: ShellText, hidden = false): Promise<Ending> {
    this.#trapsPossible ||= /\btrap\b|\bsource\b|(^|\s)\.\s/.test(text.text);
    const answer = await this.#ask(hidden ? 'V' : this.#trapsPossible ? 'T' : 'S', text);
    if (answer?.kind === 'done') return answer;
    if (answer?.kind === 'hidden')
      return { kind: 'done', exitCode: answer.exitCode, pipeStatus: [answer.exitCode] };
    if (this.#exited !== undefined) return { kind: 'lost', exitCode: this.#exited.exitCode };
    const exitCode = this.#exiting ?? 0;
    this.#exiting = undefined;
    return { kind: 'exit', exitCode };
  }

  /** Jobs in bash's table. Bash forgets those that have ended, and doesn't report them to the user any more. */
  async jobs(): Promise<readonly ListedJob[]> {
    const id = ++this.#lastId;
    this.#channel.expectJobs(`J ${id}`);
    const answer = await this.#request(`J ${id}\0`);
    return answer?.kind === 'jobs' ? answer.jobs : [];
  }

  /** Exit code of a child that has ended; undefined when bash doesn't know it. */
  async exitCodeOf(pid: number): Promise<number | undefined> {
    const answer = await this.#request(`W ${++this.#lastId} ${pid}\0`);
    return answer?.kind === 'status' && answer.exitCode !== 127 ? answer.exitCode : undefined;
  }

  /** Asks the shell to exit and run the user's EXIT trap; resolves when it is gone. */
  async quit(): Promise<void> {
    await this.#request('X\0');
  }

  close(): void {
    this.#channel.close();
  }

  #ask(word: string, { text, line, pair }: ShellText): Promise<Answer | undefined> {
    const head = `${word} ${++this.#lastId} ${pair.number} ${line - 1}`;
    // bash can't hold a NUL, and here it ends the text. The newline keeps blanks at the end, which `read` would cut.
    return this.#request(`${head} ${text.includes('\0') ? text.replaceAll('\0', '') : text}\n\0`);
  }

  /** Undefined when the shell exited, or started again, in place of an answer. */
  #request(request: string): Promise<Answer | undefined> {
    if (this.gone) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#channel.send(request).catch(reject);
    });
  }

  #onAnswer(answer: Answer): void {
    if (answer.kind === 'exiting') {
      this.#exiting = answer.exitCode;
    } else if (answer.kind === 'ready') {
      // It holds the values of all variables.
      unlinkSync(this.#stateFile);
      this.#finish(undefined);
    } else {
      this.#finish(answer);
    }
  }

  #onExit(exitCode: number | null): void {
    // An answer written just before the end may still be in the pipe.
    setTimeout(() => {
      this.#exited = { exitCode };
      this.#finish(undefined);
    }, 5);
  }

  #finish(answer: Answer | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}

/**
 * Its own session (`detached`), so that a Ctrl-C at the terminal reaches us alone and statements have no terminal to
 * wait on. What bash says outside of statements goes nowhere.
 */
function spawnBash(options: ShellOptions, onExit: (exitCode: number | null) => void): number {
  const { folder, cwd, env } = options;
  const child = execa(options.file, ['--noprofile', '--norc', 'bash', folder, 'start', cwd], {
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
