import {
  initialState,
  notRunLines,
  opaqueLines,
  type Plan,
  type RunEvent,
  type RunState,
  reduce,
  shownFailure,
} from '../engine/index.ts';
import type { Fault, HostMessage } from './messages.ts';
import { bodyTests, cleanupTests, type PageTest, unitOf } from './page-tests.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** Turns the events of a run into what its tests need to hear: the output of each unit, and what it came to. */
export class UnitReporter {
  readonly #plan: Plan;
  readonly #send: (message: HostMessage) => void;
  #state = initialState;
  /** The unit that is at work, and its statements that did not pass. */
  #unit: string | undefined;
  #failed: string[] = [];
  readonly #over = new Set<string>();

  constructor(plan: Plan, send: (message: HostMessage) => void) {
    this.#plan = plan;
    this.#send = send;
  }

  onEvent(event: RunEvent): void {
    this.#state = reduce(this.#state, event);
    switch (event.type) {
      case 'run-started':
        this.#note(targetNote(event.target));
        this.#send({ type: 'ready' });
        break;
      case 'runbook-skipped':
        this.#leaveOut(event.file, event.reason);
        break;
      case 'step-started':
        this.#enter(event.step);
        break;
      case 'attempt-finished':
        this.#print(event);
        break;
      case 'statement-finished':
        this.#follow(event);
        break;
      case 'step-finished':
        this.#finishStep(event);
        break;
      case 'runbook-finished':
        this.#leave();
        this.#leaveOut(event.file);
        break;
      case 'notice':
        this.#note(`note: ${event.message}`);
        break;
      case 'run-finished':
        for (const line of [...opaqueLines(this.#state), ...notRunLines(this.#state)]) this.#note(line);
        break;
      case 'left-behind':
        this.#noteLeft(event);
        break;
      default:
        break;
    }
  }

  #note(text: string): void {
    this.#send({ type: 'note', text });
  }

  #noteLeft({ objects }: EventOf<'left-behind'>): void {
    if (objects.length === 0 || this.#state.target?.simulated !== false) return;
    const names = objects.map(({ context, resource, name }) => `${context} ${resource}/${name}`);
    this.#note(`made by the run and left on the clusters:\n${names.join('\n')}`);
  }

  #print({ statement, output, retryInMs }: EventOf<'attempt-finished'>): void {
    this.#enterCleanup(statement);
    const unit = this.#unit;
    if (retryInMs !== undefined || unit === undefined) return;
    for (const stream of ['stdout', 'stderr'] as const) {
      const { text } = output[stream];
      if (text !== '') this.#send({ type: 'output', unit, stream, text });
    }
  }

  /** A background job may be of an earlier step: it fails the one in which that is noticed. */
  #follow({ statement, outcome }: EventOf<'statement-finished'>): void {
    this.#enterCleanup(statement);
    if (outcome === 'failed' || outcome === 'errored') this.#failed.push(statement);
  }

  #finishStep(event: EventOf<'step-finished'>): void {
    const current = currentOf(this.#state);
    // In cleanup it comes for each block, and not for what is only deleted.
    if (current === undefined || current.cleaning) return;
    this.#enter(event.step);
    const bad = event.outcome === 'failed' || event.outcome === 'errored';
    if (bad && this.#failed.length === 0)
      throw new Error(`${event.step} ${event.outcome}, but nothing of it`);
    this.#leave(reasonOf(event));
  }

  /** Cleanup is taken to begin with the first thing that is heard of it. */
  #enterCleanup(statement: string): void {
    const step = stepOf(this.#state, statement);
    if (step !== undefined && currentOf(this.#state)?.cleaning) this.#enter(step);
  }

  #enter(step: string): void {
    const { path = '', cleaning } = currentOf(this.#state) ?? {};
    const unit = unitOf(cleaning ? 'cleanup' : 'run', path, step);
    if (unit === this.#unit) return;
    this.#leave();
    this.#unit = unit;
  }

  #leave(reason?: string): void {
    const faults = this.#failed.map((statement) => faultOf(this.#state, statement));
    if (this.#unit !== undefined)
      this.#finish(this.#unit, { faults, ...(reason === undefined ? {} : { reason }) });
    this.#unit = undefined;
    this.#failed = [];
  }

  /** Says of the units of a page that nothing was heard of why that is. */
  #leaveOut(file: string, reason?: string): void {
    for (const test of testsIn(this.#plan, file))
      this.#finish(test.unit, { faults: [], reason: reason ?? whyLeftOut(this.#plan, test) });
  }

  #finish(unit: string, result: { readonly faults: readonly Fault[]; readonly reason?: string }): void {
    if (!this.#over.has(unit)) this.#send({ type: 'unit', unit, ...result });
    this.#over.add(unit);
  }
}

type Current = { readonly path: string; readonly cleaning: boolean };

function currentOf(state: RunState): Current | undefined {
  const { runbook, cleaning = false } = state.runbooks[state.current ?? ''] ?? {};
  return runbook === undefined ? undefined : { path: runbook.source.path, cleaning };
}

function stepOf(state: RunState, statement: string): string | undefined {
  return state.runbooks[state.current ?? '']?.index.get(statement)?.step;
}

function testsIn(plan: Plan, file: string): readonly PageTest[] {
  const runbooks = plan.runbooks.map(({ runbook }) => runbook).filter(({ source }) => source.file === file);
  return runbooks.flatMap((runbook) => [...bodyTests(runbook), ...cleanupTests(runbook)]);
}

/** Why nothing was heard of a unit, by what the plan says of its blocks. */
function whyLeftOut(plan: Plan, { step }: PageTest): string {
  const reasons = plan.runbooks.flatMap(({ skipped }) => step.blocks.flatMap(({ id }) => skipped[id] ?? []));
  return reasons[0] ?? 'there was nothing to clean up';
}

function reasonOf({ outcome, reason }: Extract<RunEvent, { type: 'step-finished' }>): string | undefined {
  if (outcome === 'skipped') return reason ?? 'skipped';
  return outcome === 'cancelled' ? 'interrupted' : undefined;
}

function faultOf(state: RunState, statement: string): Fault {
  const { text, places } = shownFailure(state, statement) ?? {
    text: `${statement} did not pass`,
    places: [],
  };
  const paths = new Map(
    Object.values(state.runbooks).map(({ file, runbook }) => [file, runbook?.source.path ?? file]),
  );
  return {
    message: text,
    places: places.map(({ file, ...place }) => ({ path: paths.get(file) ?? file, ...place })),
  };
}

/** What the output is of is said wherever it is shown. */
function targetNote({ simulated, name, summary, clusters }: NonNullable<RunState['target']>): string {
  const contexts = clusters.map(({ variable, context }) => `${variable}=${context}`);
  return ['target', simulated ? 'SIMULATED' : name, summary, ...contexts].join('  ').trimEnd();
}
