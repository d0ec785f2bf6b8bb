import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { RunbookError } from '../diagnostics/error.ts';
import { ownerText, thisOwner } from './owner.ts';
import { birthOf } from './process-tree.ts';
import { sessionError } from './session-error.ts';
import { watchdogScript } from './watchdog-script.ts';

/**
 * A small process beside this one that cleans up after it, even after kill -9: it holds the other end of a pipe
 * that closes when we are gone. One for the whole program; the first use starts it, and when it is killed another takes
 * its place.
 */
class Watchdog {
  /** What it has been told and another one has to be told again. */
  readonly #facts = new Set<string>();
  /** Sweeps that are asked for and not done. */
  readonly #waiting = new Map<string, () => void>();
  #say: (line: string) => void;
  #hold: (busy: boolean) => void = () => {};
  #starts = 0;
  #gone = false;

  constructor() {
    this.#say = this.#start();
  }

  /**
   * Ends the processes of a session when we are gone: those with its tag, and all that its shell `pid` started. It is
   * the only one: what one before has left is to be told by `seen`.
   */
  root(tag: string, pid: number): void {
    this.#forget(`root ${tag} `);
    this.#tell(`root ${tag} ${pid}:${birthOf(pid) ?? ''}`);
  }

  /** Names processes of a session, as `PID:BIRTH`, so that they are found when its shell is dead. */
  seen(tag: string, processes: readonly string[]): void {
    this.#forget(`seen ${tag} `);
    this.#tell(`seen ${tag} ${processes.join(' ')}`);
  }

  /** Removes a folder when we are gone; the result takes that back. */
  folder(path: string): () => void {
    this.#tell(`folder ${path}`);
    return () => {
      this.#facts.delete(`folder ${path}`);
      this.#say(`keep ${path}`);
    };
  }

  /** Ends, now, the processes of a session. */
  async sweep(tag: string): Promise<void> {
    if (this.#gone) return;
    this.#hold(true);
    await new Promise<void>((resolve) => {
      this.#waiting.set(tag, resolve);
      this.#say(`sweep ${tag}`);
    });
    this.#waiting.delete(tag);
    this.#forgetSession(tag);
    if (this.#waiting.size === 0) this.#hold(false);
  }

  /** Nothing of a session lives any more. */
  gone(tag: string): void {
    this.#forgetSession(tag);
    this.#say(`gone ${tag}`);
  }

  #forgetSession(tag: string): void {
    this.#forget(`root ${tag} `);
    this.#forget(`seen ${tag} `);
  }

  #tell(fact: string): void {
    this.#facts.add(fact);
    this.#say(fact);
  }

  #forget(beginning: string): void {
    for (const fact of this.#facts) if (fact.startsWith(beginning)) this.#facts.delete(fact);
  }

  #start(): (line: string) => void {
    this.#starts += 1;
    // Node gives its children only 0, 1 and 2, so nobody else holds the writing end of stdin. `cleanup: false`, as it
    // must outlive us; no tag in its own environment, or it would end itself; a folder that nobody wants to remove.
    // What it must know is in its environment: we may be dead before we could write to it.
    const child = execa('/bin/sh', ['-c', watchdogScript], {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'ignore',
      buffer: false,
      cleanup: false,
      cwd: '/',
      detached: true,
      reject: false,
      env: { RUNBOOK_TAG: undefined, OWN_TAG: processTag(), TOLD: firstFacts(this.#facts) },
    });
    if (child.pid === undefined) {
      const hint = 'End other processes, or allow more of them and of open files (`ulimit -u`, `ulimit -n`).';
      throw sessionError('The process that cleans up after a run cannot be started', hint);
    }
    const { stdin, stdout, nodeChildProcess } = child;
    nodeChildProcess.unref();
    stdin.on('error', () => {});
    for (const pipe of [stdin, stdout]) if (pipe instanceof Socket) pipe.unref();
    createInterface({ input: stdout }).on('line', (line) =>
      this.#waiting.get(line.replace('swept ', ''))?.(),
    );
    nodeChildProcess.once('exit', () => this.#restart());
    this.#hold = (busy) => {
      if (stdout instanceof Socket) busy ? stdout.ref() : stdout.unref();
    };
    return (line) => void stdin.write(`${line}\n`);
  }

  /** Somebody has killed it. Who does that again and again wants none: then nothing guards us, but nothing breaks. */
  #restart(): void {
    this.#say = this.#tryStart() ?? (() => {});
    for (const fact of this.#facts) this.#say(fact);
    for (const [tag, resolve] of this.#waiting) this.#gone ? resolve() : this.#say(`sweep ${tag}`);
    if (this.#waiting.size > 0) this.#hold(true);
  }

  #tryStart(): ((line: string) => void) | undefined {
    try {
      if (this.#starts <= mostRestarts) return this.#start();
    } catch (error) {
      if (!(error instanceof RunbookError)) throw error;
    }
    this.#gone = true;
    return undefined;
  }
}

const mostRestarts = 3;

/** Far less than Linux takes as one variable of an environment: 32 pages (execve(2), MAX_ARG_STRLEN). */
const mostOfEnvironment = 64 * 1024;

/** Lines of facts for an environment: as many as there is room for, all but always every one. */
function firstFacts(facts: Iterable<string>): string {
  let lines = '';
  for (const fact of facts) if (lines.length + fact.length < mostOfEnvironment) lines += `${fact}\n`;
  return lines;
}

let running: Watchdog | undefined;
let tag: string | undefined;

/** The watchdog of this program. @throws RunbookError when none can be started. */
export function startWatchdog(): Watchdog {
  running ??= new Watchdog();
  return running;
}

/**
 * Begins the value of RUNBOOK_TAG in the environment of every process of this program. It names this process, so that
 * another one knows, when it finds such processes, whether they still belong to somebody.
 */
export function processTag(): string {
  tag ??= tagOf(ownerText(thisOwner()));
  return tag;
}

/** The tag of the processes of an owner. */
export function tagOf(owner: string): string {
  return `${owner}.`;
}

/**
 * Has a folder removed when this program is gone, however it ends: for folders with secrets, sockets or pipes.
 * @param path Absolute, without a line break; its name begins with `runbook-`.
 * @returns A function that lets the folder stay; call it after removing the folder oneself.
 */
export function guardFolder(path: string): () => void {
  return startWatchdog().folder(path);
}
