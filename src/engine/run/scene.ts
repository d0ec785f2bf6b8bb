import { dirname } from 'node:path';
import { variablesOf } from '../expectations/judge-expectation.ts';
import type { Subshell } from '../model/control.ts';
import type { Touched } from '../model/finding.ts';
import type { AppliedObject, Output, StreamOutput } from '../model/output.ts';
import type { PlannedItem } from '../model/plan.ts';
import type { ApplyAction, AssertAction, Block, ObjectArgs, Segment, Statement } from '../model/runbook.ts';
import type { JobEnd, Session, SessionChunk, WholeStream } from '../model/session.ts';
import type { OpenTarget } from '../model/target.ts';
import { timeoutOf } from '../plan/policy.ts';
import { sessionEnvironment } from './environment.ts';
import { expand, variablesIn } from './expand.ts';
import type { Conducting } from './options.ts';
import type { Result } from './patience.ts';
import { Progress } from './progress.ts';

type Execution = {
  readonly statement: Statement;
  readonly block: Block;
  /** Holds the expectations, which say what an assert block has to read. */
  readonly segment: Segment;
  readonly signal: AbortSignal;
  /** Expectations look at its output. */
  readonly judged?: boolean;
  /** What earlier attempts applied: they are looked at again instead of being applied again. */
  readonly before?: readonly AppliedObject[];
};

/** Objects of a manifest marked `delete`, to be deleted at the end. */
export type Applied = { readonly statement: Statement; readonly block: Block };

/**
 * Where one runbook plays: its session, opened when a statement first needs it, and what it has applied. Closing it
 * ends every process of the runbook.
 */
export class Scene {
  /** Another one when the text is replaced while it runs. */
  item: PlannedItem;
  readonly conducting: Conducting;
  readonly applied: Applied[] = [];
  readonly progress: Progress;
  readonly target: OpenTarget;
  #session: Promise<Session> | undefined;

  constructor(item: PlannedItem, open: OpenTarget, conducting: Conducting) {
    this.item = item;
    this.progress = new Progress(item.runbook.steps);
    this.conducting = conducting;
    this.target = open;
  }

  /** Folder of the Markdown file: where the session starts. */
  get folder(): string {
    return dirname(this.item.runbook.source.path);
  }

  /** Reports what a statement came to. */
  finish(id: string, result: Result & { readonly retry?: number }): void {
    this.progress.results.set(id, result.outcome);
    this.conducting.emit({ type: 'statement-finished', statement: id, ...result });
  }

  /** Whether the run goes on behind a result as if it had passed. */
  goesOn({ outcome, failure }: Result): boolean {
    const beyond = this.conducting.options.beyondUnmet === true && this.item.reason === 'asked';
    return outcome === 'passed' || (beyond && failure?.kind === 'expectations');
  }

  async execute(execution: Execution): Promise<Output> {
    await this.conducting.ready();
    const output = await this.#perform(execution);
    this.#flush(execution.statement.id);
    this.progress.lastOutput = output;
    return output;
  }

  #perform(execution: Execution): Promise<Output> {
    const { action } = execution.statement;
    switch (action.kind) {
      case 'shell':
        return this.#shell(execution);
      case 'apply':
        return this.#apply(action, execution);
      case 'assert':
        return this.#assert(action, execution);
      default:
        return action satisfies never;
    }
  }

  /** Finds the whole of a stream of a judged statement, when its output leaves something out. */
  async wholes(): Promise<(stream: StreamOutput) => WholeStream | undefined> {
    const session = await this.#session;
    return (stream) => session?.whole(stream);
  }

  /** Outputs that have been judged, or never will be. */
  async forget(outputs: readonly Output[]): Promise<void> {
    const session = await this.#session;
    for (const output of outputs) session?.forget(output);
  }

  /** Values of session variables; those that aren't set are absent. */
  async variables(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    if (names.length === 0) return {};
    return (await this.#opened()).variables(names);
  }

  /** Tells the session which step it is in, for statements that want to know. */
  async enter(step: string): Promise<void> {
    await this.holds(`export RUNBOOK_STEP='${step}'`, 10_000);
  }

  /** Whether a command that isn't in the document succeeds; what it prints is nobody's. */
  async holds(script: string, timeoutMs: number): Promise<boolean> {
    const session = await this.#opened();
    const action = { kind: 'shell', script, background: false, waits: [] } as const;
    const { signal } = this.conducting.options;
    const output = await session.run({ statement: '', action, timeoutMs, line: 1, hidden: true, signal });
    return output.exitCode === 0 && output.ended === 'normally';
  }

  /** Background jobs that died by themselves since the last call; what counts as a death is the session's to say. */
  async deadJobs(): Promise<readonly JobEnd[]> {
    return (await this.#session)?.endedJobs() ?? [];
  }

  /** What it takes to open a shell like the session's, as it is now. */
  async subshell(): Promise<Subshell> {
    return (await this.#opened()).subshell();
  }

  /** Deletes what a manifest marked `delete` made. */
  async remove({ statement, block }: Applied, signal: AbortSignal): Promise<Output> {
    const { deleteManifest } = await import('../kube/delete.ts');
    return deleteManifest(await this.#manifest(statement, block, signal));
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session?.catch(() => undefined))?.close();
  }

  async #shell({ statement, block, signal, judged = false }: Execution): Promise<Output> {
    const { action } = statement;
    if (action.kind !== 'shell') throw new TypeError(`${statement.id} is no shell statement`);
    const session = await this.#opened();
    const { dir, tty } = block.options;
    const output = await session.run({
      statement: statement.id,
      action,
      timeoutMs: timeoutOf(block, this.item.limits),
      line: statement.span.start.line,
      tty,
      judged,
      signal,
      block: block.id,
      ...(dir === undefined ? {} : { dir }),
    });
    await this.#learnSecrets(session);
    return output;
  }

  async #apply(action: ApplyAction, { statement, block, signal, before }: Execution): Promise<Output> {
    const { applyManifest } = await import('../kube/apply.ts');
    const known = this.applied.some((applied) => applied.statement.id === statement.id);
    if (action.delete && !known) this.applied.push({ statement, block });
    const manifest = await this.#manifest(statement, block, signal);
    const output = await applyManifest(manifest, before);
    if (before === undefined) this.#remember(manifest.context, output.applied);
    return this.#print(statement, output);
  }

  async #assert(action: AssertAction, { statement, block, segment, signal }: Execution): Promise<Output> {
    const { readObjects } = await import('../kube/read-objects.ts');
    const variables = await this.variables([...new Set(segment.expectations.flatMap(variablesOf))]);
    const wanted = segment.expectations.map(({ args }) => args as ObjectArgs);
    const request = { ...(await this.#place(action, block)), wanted, variables, signal };
    return this.#print(statement, await readObjects(request));
  }

  /** Shows what something that is no shell command has to say. */
  #print(statement: Statement, output: Output): Output {
    for (const stream of ['stdout', 'stderr'] as const) {
      const { text } = output[stream];
      if (text !== '') this.#chunk({ statement: statement.id, stream, text, late: false });
    }
    return output;
  }

  #remember(context: string, applied: readonly AppliedObject[] = []): void {
    const taken = applied.filter(({ result }) => result !== 'failed');
    const objects = taken.map(
      ({ resource, name, namespace }): Touched => ({
        context,
        resource,
        name,
        answered: true,
        ...(namespace === undefined ? {} : { namespace }),
      }),
    );
    this.progress.taken = [...objects, ...this.progress.taken];
  }

  async #manifest(statement: Statement, block: Block, signal: AbortSignal) {
    const { action } = statement;
    if (action.kind !== 'apply') throw new TypeError(`${statement.id} is no manifest`);
    const place = await this.#place(action, block);
    return { ...place, manifest: action.manifest, at: statement.span, signal };
  }

  /** Which cluster and namespace a block is for, now. */
  async #place(action: ApplyAction | AssertAction, block: Block) {
    const asked = [action.cluster, action.namespace ?? ''];
    const variables = await this.variables([...new Set(asked.flatMap(variablesIn))]);
    const namespace = action.namespace === undefined ? undefined : expand(action.namespace, variables);
    return {
      kubeconfig: this.target.kubeconfig,
      context: expand(action.cluster, variables),
      timeoutMs: timeoutOf(block, this.item.limits),
      ...(namespace === undefined ? {} : { namespace }),
    };
  }

  /** Secrets may get their values while the runbook runs. */
  async #learnSecrets(session: Session): Promise<void> {
    const names = [...this.item.runbook.meta.secrets, ...(this.conducting.options.mask ?? [])];
    if (names.length > 0) this.conducting.mask.add(Object.values(await session.variables(names)));
  }

  #opened(): Promise<Session> {
    this.#session ??= this.#start();
    return this.#session;
  }

  async #start(): Promise<Session> {
    const { openSession } = await import('../execute/session.ts');
    const { options, emit } = this.conducting;
    const { shell } = options;
    return openSession({
      cwd: this.folder,
      env: this.environment(),
      ...(shell === undefined ? {} : { shell }),
      onChunk: (chunk) => this.#chunk(chunk),
      onNotice: (message) => emit({ type: 'notice', message }),
    });
  }

  environment(): Readonly<Record<string, string>> {
    const { env, inherited = process.env } = this.conducting.options;
    const given = Object.entries(inherited).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return sessionEnvironment(this.item.runbook, this.target, {
      inherited: Object.fromEntries(given),
      asked: env ?? {},
    });
  }

  #chunk(chunk: SessionChunk): void {
    if (chunk.statement === '') return;
    const text = this.conducting.mask.chunk(`${chunk.statement} ${chunk.stream}`, chunk.text);
    if (text !== '') this.conducting.emit({ type: 'output', ...chunk, text });
  }

  #flush(statement: string): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.conducting.mask.flush(`${statement} ${stream}`);
      if (text !== '') this.conducting.emit({ type: 'output', statement, stream, text, late: false });
    }
  }
}
