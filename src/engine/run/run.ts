import { RunbookError } from '../diagnostics/error.ts';
import { isBad, worst } from '../judge/outcome.ts';
import { EventMask, secretValues } from '../mask/event-mask.ts';
import type { PlannedRunbook, RunEvent, RunEventBody, Totals } from '../model/event.ts';
import { eventFormat } from '../model/event.ts';
import type { Outcome } from '../model/output.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import { blocksOf, plannedBlocksOf, statementsOf } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { Channel } from './channel.ts';
import { hasCleanup, runCleanup } from './cleanup.ts';
import { LeftBehind, mayMakeObjects } from './left-behind.ts';
import { whyNotNeeded } from './need.ts';
import type { Conducting, RunOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { reduce } from './reduce.ts';
import { Scene } from './scene.ts';
import { initialState } from './state.ts';
import { runSteps } from './steps.ts';
import { subtract } from './totals.ts';

/**
 * Runs a plan and yields what happens, as it happens; never prints. A target that can't be had is a `diagnostic`
 * and an errored run. Leaving the loop early stops the run, cleanup included; everything the run started is gone
 * when the generator ends.
 */
export async function* run(plan: Plan, options: RunOptions): AsyncGenerator<RunEvent> {
  const channel = new Channel<RunEvent>();
  const left = new AbortController();
  const stop = AbortSignal.any([left.signal, ...(options.stop === undefined ? [] : [options.stop])]);
  const quit = options.control === undefined ? [] : [options.control.signal];
  const signal = AbortSignal.any([options.signal, stop, ...quit]);
  const conductor = new Conductor(plan, { ...options, signal }, stop, (event) => channel.push(event));
  const done = conductor.conduct().finally(() => {
    options.control?.end();
    channel.close();
  });
  // The reader gets the events first; `done` is awaited below.
  done.catch(() => undefined);
  try {
    yield* channel;
  } finally {
    left.abort();
    await done;
  }
}

/** The run of one plan. */
class Conductor {
  readonly #plan: Plan;
  readonly #conducting: Conducting;
  readonly #push: (event: RunEvent) => void;
  readonly #startedAt = performance.now();
  /** Outcomes of finished runbooks, by path. */
  readonly #outcomes = new Map<string, Outcome>();
  /** Scenes whose cleanup must wait, since a later runbook builds on them. */
  readonly #held: { readonly scene: Scene; readonly body: Totals }[] = [];
  /** Looks at the clusters before and after, if something could be made there. */
  #leftBehind: LeftBehind | undefined;
  #state = initialState;
  #seq = 0;

  constructor(plan: Plan, options: RunOptions, stop: AbortSignal, push: (event: RunEvent) => void) {
    const mask = options.eventMask ?? new EventMask();
    mask.add(
      secretValues({ ...(options.inherited ?? process.env), ...options.env }, secretNames(plan, options)),
    );
    this.#plan = plan;
    this.#push = push;
    this.#conducting = {
      options,
      mask,
      stop,
      emit: (body) => this.#emit(body),
      ready: async () => this.#leftBehind?.ready,
    };
  }

  async conduct(): Promise<void> {
    try {
      const { target, signal } = this.#conducting.options;
      preload(this.#plan);
      const open = await target.open(this.#plan.clusters, signal);
      try {
        const facts = await preflight(this.#plan, open, { signal, path: this.#path });
        await this.#conductOn({ ...open, facts });
      } finally {
        await open.close();
      }
    } catch (error) {
      const { aborted } = this.#conducting.options.signal;
      if (!(error instanceof RunbookError) && !(aborted && isAbort(error))) throw error;
      // What an interruption kept from being found out is no finding.
      const diagnostics = error instanceof RunbookError && !aborted ? error.diagnostics : [];
      for (const diagnostic of diagnostics) this.#emit({ type: 'diagnostic', diagnostic });
      this.#outcomes.set('', 'errored');
    }
    const outcome = this.#conducting.options.signal.aborted ? 'cancelled' : worst(this.#outcomes.values());
    this.#emit({ type: 'run-finished', outcome, totals: this.#state.totals });
  }

  async #conductOn(open: OpenTarget): Promise<void> {
    this.#conducting.mask.add(open.secrets);
    // Not sooner: the clusters have answered, and whoever had to log in for that has done so.
    const looks = open.facts.clusters.length > 0 && mayMakeObjects(this.#plan);
    if (looks) this.#leftBehind = new LeftBehind(open, this.#conducting.options.signal);
    const runbooks = this.#plan.runbooks.map(describe);
    this.#emit({ type: 'run-started', format: eventFormat, target: open.facts, runbooks });
    try {
      for (const item of this.#plan.runbooks) await this.#play(item, open);
    } finally {
      for (const { scene, body } of this.#held.reverse()) {
        await this.#finish(scene, subtract(this.#state.totals, body));
      }
    }
    const objects = await this.#leftBehind?.find(this.#conducting.stop);
    if (objects !== undefined) this.#emit({ type: 'left-behind', objects });
  }

  async #play(item: PlannedItem, open: OpenTarget): Promise<void> {
    const { file, path } = item.runbook.source;
    const reason =
      this.#whyImpossible(item) ?? (await whyNotNeeded(item, this.#plan, open, this.#conducting));
    if (reason !== undefined) {
      this.#emit({ type: 'runbook-skipped', file, reason });
      return;
    }
    this.#emit({ type: 'runbook-started', runbook: item.runbook, reason: item.reason });
    const scene = new Scene(item, open, this.#conducting);
    const before = this.#state.totals;
    let outcome: Outcome = 'errored';
    try {
      outcome = await runSteps(scene);
    } finally {
      this.#outcomes.set(path, outcome);
      const body = subtract(this.#state.totals, before);
      if (hasCleanup(scene) && this.#isRequiredLater(item)) this.#held.push({ scene, body });
      else await this.#finish(scene, before);
    }
  }

  /** Cleans up after a runbook and ends its session. */
  async #finish(scene: Scene, before: Totals): Promise<void> {
    const { file, path } = scene.item.runbook.source;
    try {
      const cleaned = await runCleanup(scene);
      this.#outcomes.set(path, worst([this.#outcomes.get(path) ?? 'skipped', cleaned]));
    } finally {
      await scene.close();
    }
    const outcome = this.#outcomes.get(path) ?? 'skipped';
    const totals = subtract(this.#state.totals, before);
    this.#emit({ type: 'runbook-finished', file, outcome, totals });
  }

  get #path(): string {
    const { env, inherited = process.env } = this.#conducting.options;
    return env?.PATH ?? inherited.PATH ?? '';
  }

  #whyImpossible(item: PlannedItem): string | undefined {
    const { signal, control } = this.#conducting.options;
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
    const item = this.#plan.runbooks.find(({ runbook }) => runbook.source.path === path);
    if (this.#conducting.options.beyondUnmet !== true || item?.reason !== 'asked') return false;
    const statements = this.#state.runbooks[item.runbook.source.file]?.statements ?? [];
    return statements.every(
      ({ outcome, failure }) => !isBad(outcome ?? 'passed') || failure?.kind === 'expectations',
    );
  }

  #isRequiredLater(item: PlannedItem): boolean {
    const later = this.#plan.runbooks.slice(this.#plan.runbooks.indexOf(item) + 1);
    return later.some(({ requires }) => requires.includes(item.runbook.source.path));
  }

  #emit(body: RunEventBody): void {
    const masked = body.type === 'output' ? body : this.#conducting.mask.body(body);
    this.#seq += 1;
    const atMs = Math.round((performance.now() - this.#startedAt) * 10) / 10;
    const event: RunEvent = { seq: this.#seq, atMs, ...masked };
    this.#state = reduce(this.#state, event);
    this.#leftBehind?.note(event, this.#state.current ?? '');
    this.#push(event);
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

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function secretNames(plan: Plan, options: RunOptions): readonly string[] {
  return [...plan.runbooks.flatMap(({ runbook }) => runbook.meta.secrets), ...(options.mask ?? [])];
}

function describe({ runbook, reason }: PlannedItem): PlannedRunbook {
  const statements = statementsOf(blocksOf(runbook));
  const { file } = runbook.source;
  return { file, title: runbook.title, steps: runbook.steps.length, statements: statements.length, reason };
}
