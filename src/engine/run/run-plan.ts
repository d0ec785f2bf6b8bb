import { isDeepStrictEqual } from 'node:util';
import { RunbookError } from '../diagnostics/error.ts';
import { namedFault } from '../diagnostics/machine-fault.ts';
import { isBad, withCleanup, worst } from '../judge/outcome.ts';
import { closeClients } from '../kube/open-clients.ts';
import { EventMask } from '../mask/event-mask.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { eventFormat, type PlannedRunbook, type RunEvent, type Totals } from '../model/event.ts';
import type { Outcome } from '../model/output.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { ResumedRunbook } from '../model/resume.ts';
import { blocksOf, plannedBlocksOf, statementsOf } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { hasCleanup, runCleanup } from './cleanup.ts';
import { runExitTrap } from './exit-trap.ts';
import { gapsOf, gapsOfRun, noGaps } from './gaps.ts';
import { givenSecrets } from './given-secrets.ts';
import { LeftBehind, mayMakeObjects } from './left-behind.ts';
import { whyNotNeeded } from './need.ts';
import { opaqueAsked } from './opaque-asked.ts';
import type { RunContext, RunOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { RunEvents } from './run-events.ts';
import { RunbookRun } from './runbook-run.ts';
import { runSteps } from './steps.ts';
import { subtract } from './totals.ts';
import { unconfirmedBlocks } from './unconfirmed.ts';

type PlanRunEnds = { readonly stop: AbortSignal; readonly onEvent: (event: RunEvent) => void };

/** The run of one plan: opens the target, runs the runbooks one after another, and cleans up. */
export class PlanRun {
  readonly #plan: Plan;
  readonly #context: RunContext;
  /** Outcomes of finished runbooks, by path. */
  readonly #outcomes = new Map<string, Outcome>();
  /** Runbooks whose cleanup must wait, since a later one builds on them. */
  readonly #held: { readonly run: RunbookRun; readonly body: Totals }[] = [];
  /** Looks at the clusters before and after, if something could be made there. */
  #leftBehind: LeftBehind | undefined;

  constructor(plan: Plan, options: RunOptions, { stop, onEvent }: PlanRunEnds) {
    const mask = options.eventMask ?? new EventMask();
    mask.add(givenSecrets(plan, options));
    const events = new RunEvents(mask, (event) => {
      this.#leftBehind?.note(event, events.state.current ?? '');
      onEvent(event);
    });
    this.#plan = plan;
    this.#context = { options, events, stop, ready: async () => this.#leftBehind?.ready };
  }

  async run(): Promise<void> {
    const { options, events } = this.#context;
    try {
      const { target, signal } = options;
      preload(this.#plan);
      const open = await target.open(this.#plan.clusters, signal);
      events.mask.add(open.secrets);
      try {
        const { facts, warnings } = await preflight(this.#plan, open, { ...options, path: this.#path });
        const unconfirmed = unconfirmedBlocks(this.#plan, facts, options);
        if (unconfirmed.length > 0) throw new RunbookError(unconfirmed);
        await this.#runOn({ ...open, facts }, warnings);
      } finally {
        closeClients(open.kubeconfig);
        await open.close();
      }
    } catch (thrown) {
      const { aborted } = options.signal;
      const error = namedFault(thrown);
      if (!(error instanceof RunbookError) && !(aborted && isAbort(error))) throw error;
      // What an interruption kept from being found out is no finding.
      const diagnostics = error instanceof RunbookError && !aborted ? error.diagnostics : [];
      for (const diagnostic of diagnostics) events.emit({ type: 'diagnostic', diagnostic });
      this.#outcomes.set('', 'errored');
    }
    const outcome = options.signal.aborted ? 'cancelled' : worst(this.#outcomes.values());
    const { state } = events;
    events.emit({ type: 'run-finished', outcome, totals: state.totals, gaps: gapsOfRun(state) });
  }

  async #runOn(open: OpenTarget, warnings: readonly Diagnostic[]): Promise<void> {
    const { options, events, stop } = this.#context;
    // Not sooner: the clusters have answered, and whoever had to log in for that has done so.
    const looks = open.facts.clusters.length > 0 && mayMakeObjects(this.#plan);
    if (looks) this.#leftBehind = new LeftBehind(open, options.signal);
    const runbooks = this.#plan.runbooks.map(describe);
    events.emit({ type: 'run-started', format: eventFormat, target: open.facts, runbooks });
    for (const diagnostic of warnings) events.emit({ type: 'diagnostic', diagnostic });
    try {
      for (const item of this.#plan.runbooks) await this.#runRunbook(item, open);
    } finally {
      for (const { run, body } of this.#held.reverse()) {
        await this.#finish(run, subtract(events.state.totals, body));
      }
    }
    this.#tellOpaque(open);
    this.#doubtOpaque();
    const found = await this.#leftBehind?.find(stop);
    if (found === undefined) return;
    const { objects, unseen } = found;
    events.emit({ type: 'left-behind', objects, ...(unseen.length === 0 ? {} : { unseen }) });
  }

  async #runRunbook(item: PlannedItem, open: OpenTarget): Promise<void> {
    const { events } = this.#context;
    const { file, path } = item.runbook.source;
    const resumed = this.#context.options.resumed?.get(path);
    const reason =
      this.#whyImpossible(item) ??
      resumedOver(resumed) ??
      (await whyNotNeeded(item, this.#plan, open, this.#context));
    if (reason !== undefined) {
      events.emit({ type: 'runbook-skipped', file, reason });
      return;
    }
    events.emit({ type: 'runbook-started', runbook: item.runbook, reason: item.reason });
    const run = new RunbookRun(item, open, this.#context);
    const before = events.state.totals;
    let outcome: Outcome = 'errored';
    try {
      if (resumed !== undefined) {
        const { resumeRunbook } = await import('./resume.ts');
        await resumeRunbook(run, resumed);
      }
      outcome = await this.#runSteps(run);
    } finally {
      this.#outcomes.set(path, outcome);
      const body = subtract(events.state.totals, before);
      if (hasCleanup(run) && this.#isRequiredLater(item)) this.#held.push({ run, body });
      else await this.#finish(run, before);
    }
  }

  async #runSteps(run: RunbookRun): Promise<Outcome> {
    const { watch } = this.#context.options;
    const outcome = await runSteps(run);
    if (watch === undefined || run.item.reason !== 'asked') return outcome;
    const { watchSteps } = await import('./watch.ts');
    return watchSteps(run, watch, outcome);
  }

  /** Cleans up after a runbook and ends its session. */
  async #finish(run: RunbookRun, before: Totals): Promise<void> {
    const { events } = this.#context;
    const { file, path } = run.item.runbook.source;
    try {
      const cleaned = await runCleanup(run);
      const ended = await runExitTrap(run);
      const hasBody = blocksOf(run.item.runbook).some(({ options }) => !options.cleanup);
      const own = hasBody ? [this.#outcomes.get(path) ?? 'skipped'] : [];
      this.#outcomes.set(path, withCleanup(own, [cleaned, ended]));
    } finally {
      await run.close();
    }
    this.#tellOpaque(run.target);
    const outcome = this.#outcomes.get(path) ?? 'skipped';
    const totals = subtract(events.state.totals, before);
    const state = events.state.runbooks[file];
    const gaps = state === undefined ? noGaps : gapsOf(state);
    events.emit({ type: 'runbook-finished', file, outcome, totals, gaps });
  }

  /** Says which images nobody looked into, when there are others than were said. */
  #tellOpaque(open: OpenTarget): void {
    const { events } = this.#context;
    const images = open.opaqueImages?.() ?? [];
    if (isDeepStrictEqual(images, events.state.opaque)) return;
    events.emit({ type: 'opaque-images', images });
  }

  /**
   * A command that was refused an answer of an opaque image did not see what a cluster shows. If nothing failed of it,
   * that it passed means nothing.
   */
  #doubtOpaque(): void {
    const { events } = this.#context;
    const asked = events.state.opaque.filter((image) => image.asked.length > 0);
    if (asked.length === 0 || worst(this.#outcomes.values()) !== 'passed') return;
    for (const diagnostic of asked.map(opaqueAsked)) events.emit({ type: 'diagnostic', diagnostic });
    this.#outcomes.set('', 'errored');
  }

  get #path(): string {
    const { env, inherited = process.env } = this.#context.options;
    return env?.PATH ?? inherited.PATH ?? '';
  }

  #whyImpossible(item: PlannedItem): string | undefined {
    const { signal, control } = this.#context.options;
    if (signal.aborted) return 'interrupted';
    // Somebody has looked at what failed, and had the run go on.
    if (control !== undefined) return undefined;
    const failed = item.requires.find(
      (path) => isBad(this.#outcomes.get(path) ?? 'passed') && !this.#isOnlyUnmet(path),
    );
    if (failed === undefined) return undefined;
    this.#outcomes.set(item.runbook.source.path, this.#outcomes.get(failed) ?? 'failed');
    const name = this.#plan.runbooks.find(({ runbook }) => runbook.source.path === failed)?.runbook.source
      .file;
    return `it requires ${name}, which did not pass`;
  }

  /** Whether all that is wrong with a runbook is what its commands printed, and that is to be looked at later. */
  #isOnlyUnmet(path: string): boolean {
    const { options, events } = this.#context;
    const item = this.#plan.runbooks.find(({ runbook }) => runbook.source.path === path);
    if (options.beyondUnmet !== true || item?.reason !== 'asked') return false;
    const statements = events.state.runbooks[item.runbook.source.file]?.statements ?? [];
    return statements.every(
      ({ outcome, failure }) => !isBad(outcome ?? 'passed') || failure?.kind === 'expectations',
    );
  }

  #isRequiredLater(item: PlannedItem): boolean {
    const later = this.#plan.runbooks.slice(this.#plan.runbooks.indexOf(item) + 1);
    return later.some(({ requires }) => requires.includes(item.runbook.source.path));
  }
}

/**
 * Begins to load what statements will need, while the target starts or the first commands run. Whoever needs it
 * imports it again, and hears of a failure there.
 */
function preload({ runbooks }: Plan): void {
  const kinds = new Set(runbooks.flatMap(plannedBlocksOf).map(({ kind }) => kind));
  if (kinds.has('shell')) import('../execute/session.ts').catch(() => undefined);
  if (kinds.has('manifest')) setTimeout(() => import('../kube/apply.ts').catch(() => undefined), 100).unref();
  if (kinds.has('assert'))
    setTimeout(() => import('../kube/read-objects.ts').catch(() => undefined), 100).unref();
}

/** Why a runbook isn't run again that passed before. */
function resumedOver(resumed: ResumedRunbook | undefined): string | undefined {
  return resumed?.over === undefined ? undefined : `it passed before, at ${resumed.over}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function describe({ runbook, reason }: PlannedItem): PlannedRunbook {
  const statements = statementsOf(blocksOf(runbook));
  const { file } = runbook.source;
  return { file, title: runbook.title, steps: runbook.steps.length, statements: statements.length, reason };
}
