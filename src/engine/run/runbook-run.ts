import { dirname, resolve } from 'node:path';
import type { AppliedObject, Output } from '../model/output.ts';
import type { PlannedItem } from '../model/plan.ts';
import type { FileAction, ShellAction } from '../model/runbook.ts';
import type { SessionRequest } from '../model/session.ts';
import type { PlacedStatement } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { timeoutOf } from '../plan/policy.ts';
import type { FileRunner } from './file-runner.ts';
import { declaredSecrets } from './given-secrets.ts';
import { ManifestRunner } from './manifest-runner.ts';
import type { RunContext } from './options.ts';
import { Progress } from './progress.ts';
import type { StatementResult } from './retry-schedule.ts';
import { RunbookSession } from './runbook-session.ts';
import { Terminals } from './terminals.ts';

/** One execution of a statement. */
type Attempt = PlacedStatement & {
  readonly signal: AbortSignal;
  /** Expectations look at its output. */
  readonly judged?: boolean;
  /** What earlier attempts applied: they are looked at again instead of being applied again. */
  readonly before?: readonly AppliedObject[];
};

/** One runbook of a run: its shell, its manifests and how far it has come. */
export class RunbookRun {
  /** Another one when the text is replaced while it runs. */
  item: PlannedItem;
  readonly context: RunContext;
  readonly target: OpenTarget;
  readonly progress: Progress;
  readonly session: RunbookSession;
  readonly manifests: ManifestRunner;
  readonly #terminals: Terminals;
  /** Once a file was written. */
  #files: FileRunner | undefined;
  /** What was kept of the session last, as JSON. */
  #kept = '';

  constructor(item: PlannedItem, target: OpenTarget, context: RunContext) {
    this.item = item;
    this.context = context;
    this.target = target;
    this.progress = new Progress(item.runbook.steps);
    this.session = new RunbookSession(item.runbook, target, context);
    this.#terminals = new Terminals(this.session, context.options.lendTerminal);
    this.manifests = new ManifestRunner(target, this.session, context.events);
  }

  async execute(attempt: Attempt): Promise<Output> {
    await this.context.ready();
    const output = await this.#perform(attempt);
    this.context.events.flushOutput(attempt.statement.id);
    this.progress.lastOutput = output;
    return output;
  }

  /** Deletes what a manifest marked `delete` made. */
  async delete(placed: PlacedStatement, signal: AbortSignal): Promise<Output> {
    const { action } = placed.statement;
    if (action.kind !== 'apply') throw new TypeError(`${placed.statement.id} is no manifest`);
    return this.manifests.delete(action, { ...placed, signal, timeoutMs: this.#timeoutOf(placed) });
  }

  /** Ends the shell, and takes away the files that the page's text was written to. */
  async close(): Promise<void> {
    await this.session.close();
    const left = (await this.#files?.remove()) ?? [];
    if (left.length === 0) return;
    this.context.events.emit({ type: 'notice', message: `Could not be removed: ${left.join(', ')}.` });
  }

  /** Reports the result of a statement. */
  finish(id: string, result: StatementResult & { readonly retry?: number }): void {
    this.progress.results.set(id, result.outcome);
    this.context.events.emit({ type: 'statement-finished', statement: id, ...result });
  }

  /** Has the state kept in which the session is, behind a statement, for a run that may have to go on from there. */
  async keep(after?: string): Promise<void> {
    const { onKept } = this.context.options;
    if (onKept === undefined) return;
    const { keptSession } = await import('./keep-state.ts');
    const session = await keptSession(this, after);
    const text = JSON.stringify({ ...session, after: undefined });
    if (session === undefined || text === this.#kept) return;
    this.#kept = text;
    onKept(this.item.runbook.source.file, session);
  }

  /** Whether the run goes on behind a result as if it had passed. */
  goesOn({ outcome, failure }: StatementResult): boolean {
    const beyond = this.context.options.beyondUnmet === true && this.item.reason === 'asked';
    return outcome === 'passed' || (beyond && failure?.kind === 'expectations');
  }

  #perform(attempt: Attempt): Promise<Output> {
    const { action } = attempt.statement;
    const timeoutMs = this.#timeoutOf(attempt);
    switch (action.kind) {
      case 'shell':
        return attempt.block.options.tty
          ? this.#performInTerminal(attempt, action)
          : this.#performInShell(attempt, action, { timeoutMs });
      case 'apply':
        return this.manifests.apply(action, { ...attempt, timeoutMs });
      case 'file': {
        const { dir } = attempt.block.options;
        const folder = dir === undefined ? undefined : resolve(dirname(this.item.runbook.source.path), dir);
        return this.#writeFile(action, folder, this.progress.passedBefore.has(attempt.statement.id));
      }
      case 'assert':
        return this.manifests.read(action, { ...attempt, timeoutMs });
      default:
        return action satisfies never;
    }
  }

  /** A person takes the time it takes: only a limit of the block itself counts. */
  async #performInTerminal(attempt: Attempt, action: ShellAction): Promise<Output> {
    const { user, takeBack } = await this.#terminals.seatFor(attempt);
    const byPerson = takeBack !== undefined && attempt.block.options.timeoutMs === undefined;
    const timeoutMs = byPerson ? Number.POSITIVE_INFINITY : this.#timeoutOf(attempt);
    try {
      return await this.#performInShell(attempt, action, {
        timeoutMs,
        tty: user,
        held: takeBack !== undefined,
      });
    } finally {
      await takeBack?.();
    }
  }

  #performInShell(
    { block, statement, signal, judged = false }: Attempt,
    action: ShellAction,
    { held = false, ...how }: Pick<SessionRequest, 'timeoutMs' | 'tty'> & { readonly held?: boolean },
  ): Promise<Output> {
    const { dir, cleanup: nounset } = block.options;
    const secrets = declaredSecrets(this.item.runbook, this.context.options);
    const where = { statement: statement.id, line: statement.span.start.line, block: block.id };
    const request = { ...where, ...how, action, judged, signal, ...(dir === undefined ? {} : { dir }) };
    return this.session.run(request, { secrets, nounset, held });
  }

  async #writeFile(action: FileAction, folder: string | undefined, ours: boolean): Promise<Output> {
    const { FileRunner } = await import('./file-runner.ts');
    this.#files ??= new FileRunner(this.session);
    return this.#files.write(action, folder, ours);
  }

  #timeoutOf({ block }: PlacedStatement): number {
    return timeoutOf(block, this.item.limits);
  }
}
