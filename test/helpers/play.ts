import { fileURLToPath } from 'node:url';
import { loadRunbook, resolveBeside } from '../../src/engine/load.ts';
import type { RunEvent } from '../../src/engine/model/event.ts';
import type { Plan, PlanOptions } from '../../src/engine/model/plan.ts';
import type { Runbook } from '../../src/engine/model/runbook.ts';
import { plan } from '../../src/engine/plan/plan.ts';
import type { RunOptions } from '../../src/engine/run/options.ts';
import { exitCodeOf, reduce } from '../../src/engine/run/reduce.ts';
import { run } from '../../src/engine/run/run.ts';
import { initialState, type RunState } from '../../src/engine/run/state.ts';
import { localTarget } from '../../src/targets/local.ts';
import { runbookOf } from './runbook-of.ts';

export type Played = {
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly exitCode: number;
  /** `statement outcome`, in the order in which they finished. */
  readonly statements: readonly string[];
};

export type PlayOptions = Partial<RunOptions> & {
  readonly plan?: Partial<PlanOptions>;
  readonly onEvent?: (event: RunEvent) => void;
};

/** Runs fixtures with a real bash on this machine and collects the events. */
export function play(names: readonly string[], options: PlayOptions = {}): Promise<Played> {
  const runbooks = names.map((name) => loadRunbook({ file: name, path: pathOf(name) }).runbook);
  return playRunbooks(runbooks, options);
}

/** Runs a page that a test writes itself. */
export function playText(text: string, options: PlayOptions = {}): Promise<Played> {
  return playRunbooks([runbookOf(text)], options);
}

/** Runs pages that are parsed already, with or without mistakes in them. */
export async function playRunbooks(runbooks: readonly Runbook[], options: PlayOptions = {}): Promise<Played> {
  const { plan: planOptions, onEvent, ...runOptions } = options;
  const planned = plan(runbooks, { interactive: false, ...planOptions }, resolveBeside);
  const events: RunEvent[] = [];
  let state = initialState;
  const signal = new AbortController().signal;
  for await (const event of run(planned.plan, { target: localTarget, signal, ...runOptions })) {
    events.push(event);
    state = reduce(state, event);
    onEvent?.(event);
  }
  const finished = events.filter((event) => event.type === 'statement-finished');
  const statements = finished.map(({ statement, outcome }) => `${statement} ${outcome}`);
  return { plan: planned.plan, events, state, exitCode: exitCodeOf(state), statements };
}

const shared = new Map<string, Promise<Played>>();

/** The same, once for all tests of a worker that only look at what came out. */
export function sharedPlay(names: readonly string[]): Promise<Played> {
  const key = names.join();
  const played = shared.get(key) ?? play(names);
  shared.set(key, played);
  return played;
}

/** Everything a run printed, of one statement or of all. */
export function printed({ events }: Played, statement?: string): string {
  const pieces = events.filter((event) => event.type === 'output');
  return pieces
    .filter((piece) => statement === undefined || piece.statement === statement)
    .map(({ text }) => text)
    .join('');
}

/** Reads and parses a fixture that has no mistakes; `file` is what messages call it. */
export function loadFixture(name: string): Runbook {
  const { runbook, diagnostics } = loadRunbook({ file: name, path: pathOf(name) });
  const wrong = diagnostics.filter(({ severity }) => severity !== 'note');
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('\n'));
  return runbook;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}
