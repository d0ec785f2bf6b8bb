import { dirname } from 'node:path';
import type { Subshell } from '../model/control.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type { Runbook } from '../model/runbook.ts';
import type {
  JobEnd,
  KeptState,
  RestoredState,
  Session,
  SessionRequest,
  WholeStream,
} from '../model/session.ts';
import type { OpenTarget } from '../model/target.ts';
import { asksClusters } from '../shell/asks-clusters.ts';
import { quote } from '../shell/quote.ts';
import { environmentOf } from './environment.ts';
import type { RunContext } from './options.ts';
import { SecretVariables } from './secret-variables.ts';

/** A session's state now and when it started, and the numbers of processes that were or will be gone with it. */
type Kept = { readonly now: KeptState; readonly start: KeptState; readonly ended: ReadonlySet<string> };

/** How long a command of our own may take: as long as a shell that is busy may need. */
const ownLimitMs = 10_000;

type HowToRun = {
  readonly secrets: readonly string[];
  readonly nounset: boolean;
  readonly held: boolean;
};

/**
 * The shell of one runbook, opened when a statement first needs it. Closing it ends every process that the runbook
 * started.
 */
export class RunbookSession {
  readonly #runbook: Runbook;
  readonly #target: OpenTarget;
  readonly #context: RunContext;
  readonly #secrets: SecretVariables;
  #session: Promise<Session> | undefined;
  /** Only where somebody keeps the state. */
  #start: KeptState | undefined;
  readonly #processes = new Set<string>();

  constructor(runbook: Runbook, target: OpenTarget, context: RunContext) {
    this.#runbook = runbook;
    this.#target = target;
    this.#context = context;
    this.#secrets = new SecretVariables(dirname(runbook.source.path));
  }

  /**
   * Runs a statement, with `set -u` if `nounset`. Values that it gives to secret variables, those called `secrets` among
   * them, are masked in its own output too: what it prints is shown when they are known. What is `held` is shown when
   * the statement has ended.
   */
  async run(request: SessionRequest, { secrets, nounset, held }: HowToRun): Promise<Output> {
    const session = await this.#opened();
    const turnedOn = nounset && (await this.#own('case $- in *u*) false;; *) set -u;; esac'));
    try {
      const running = this.#runMasked(session, request, { secrets, held });
      if (asksClusters(request.action.script)) this.#target.expectQuestions?.();
      return await running;
    } finally {
      if (turnedOn) await this.#own('set +u');
    }
  }

  async #runMasked(
    session: Session,
    request: SessionRequest,
    { secrets, held }: Pick<HowToRun, 'secrets' | 'held'>,
  ): Promise<Output> {
    const { events } = this.#context;
    const set = this.#secrets.setBy(request.action.script, secrets);
    if (set.length === 0 && !held) return session.run(request);
    events.holdOutput(request.statement);
    const output = await session.run(request);
    events.mask.add(await this.#secrets.read(session, set, secrets));
    // Not when the values could not be read: what was printed is not shown then.
    events.releaseOutput(request.statement);
    return output;
  }

  /** Values of session variables; those that aren't set are absent. */
  async variables(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    if (names.length === 0) return {};
    return (await this.#opened()).variables(names);
  }

  /** Which of some names are arrays, which may have no value of their own. */
  async arrays(names: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const name of names) {
      const declared = `$(declare -p ${name} 2>/dev/null)`;
      const script = `case ${declared} in 'declare -a'*|'declare -A'*) true;; *) false;; esac`;
      if (await this.#own(script)) found.push(name);
    }
    return found;
  }

  /** Exports a variable to the statements that follow. */
  async setVariable(name: string, value: string): Promise<void> {
    await this.#own(`export ${name}=${quote(value)}`);
  }

  /** Whether a command that isn't in the document succeeds; what it prints is not reported. */
  succeeds(script: string, timeoutMs: number): Promise<boolean> {
    return this.#succeeds(script, timeoutMs, this.#context.options.signal);
  }

  /** Runs a command that stands in the page and is no statement of it. */
  ask(script: string, timeoutMs: number, signal: AbortSignal): Promise<Output> {
    return this.#hidden(script, timeoutMs, signal);
  }

  /** A command of our own, which cleanup needs after an interruption too. */
  #own(script: string): Promise<boolean> {
    return this.#succeeds(script, ownLimitMs, this.#context.stop);
  }

  async #succeeds(script: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const output = await this.#hidden(script, timeoutMs, signal);
    return output.exitCode === 0 && output.ended === 'normally';
  }

  async #hidden(script: string, timeoutMs: number, signal: AbortSignal): Promise<Output> {
    const session = await this.#opened();
    const action = { kind: 'shell', script, background: false, waits: [] } as const;
    return session.run({ statement: '', action, timeoutMs, line: 1, hidden: true, signal });
  }

  /** Finds the whole of a stream of a judged statement, when its output leaves something out. */
  async wholeStreams(): Promise<(stream: StreamOutput) => WholeStream | undefined> {
    const session = await this.#session;
    return (stream) => session?.whole(stream);
  }

  /** Outputs that have been judged, or never will be. */
  async forget(outputs: readonly Output[]): Promise<void> {
    const session = await this.#session;
    for (const output of outputs) session?.forget(output);
  }

  /** Background jobs that died by themselves since the last call; what counts as a death is the session's to say. */
  async endedJobs(): Promise<readonly JobEnd[]> {
    return (await this.#session)?.endedJobs() ?? [];
  }

  /** Ends the background jobs that these statements started. */
  async endJobsOf(statements: readonly string[]): Promise<void> {
    await (await this.#session)?.endJobsOf(statements);
  }

  /** Runs the document's EXIT trap, if it has set one. */
  async exitTrap(): Promise<JobEnd | undefined> {
    return (await this.#session?.catch(() => undefined))?.exitTrap();
  }

  /** What it takes to open a shell like the session's, as it is now. */
  async subshell(): Promise<Subshell> {
    return (await this.#opened()).subshell();
  }

  /** The state to be kept; undefined when there is no session yet. */
  async kept(): Promise<Kept | undefined> {
    const session = await this.#session;
    const start = this.#start;
    if (session === undefined || start === undefined) return undefined;
    const now = await session.kept();
    for (const process of now.processes) this.#processes.add(process);
    return { now, start, ended: this.#processes };
  }

  /** Gives the shell the state of an earlier one. @returns What it can't take, in bash's words; empty when all is well. */
  async restore(state: RestoredState): Promise<string> {
    return (await this.#opened()).restore(state);
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session?.catch(() => undefined))?.close();
  }

  #opened(): Promise<Session> {
    this.#session ??= this.#open();
    return this.#session;
  }

  async #open(): Promise<Session> {
    const { openSession } = await import('../execute/session.ts');
    const { options, events } = this.#context;
    const { shell } = options;
    const session = await openSession({
      cwd: dirname(this.#runbook.source.path),
      env: environmentOf(this.#runbook, this.#target, options),
      ...(shell === undefined ? {} : { shell }),
      onChunk: (chunk) => {
        if (chunk.statement !== '') events.output(chunk);
      },
      onNotice: (message) => events.emit({ type: 'notice', message }),
    });
    if (options.onKept !== undefined) this.#start = await session.kept();
    return session;
  }
}
