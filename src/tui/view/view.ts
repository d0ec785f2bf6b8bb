import type { RunEvent } from '../../engine/model/event.ts';
import { reduce } from '../../engine/run/reduce.ts';
import { initialState, type RunState } from '../../engine/run/state.ts';
import { nothingPrinted, type Printed, printedMore } from './printed.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** Everything the screen shows of a run: its state, and what is only of interest while somebody watches. */
export type View = {
  readonly run: RunState;
  /** The step at work, by id; absent between steps. */
  readonly step?: string;
  /** The statement at work. */
  readonly statement?: string;
  /** When the statement at work will be tried again. */
  readonly retryAtMs?: number;
  /** Statements of the step at work that have finished, in order. */
  readonly finished: readonly string[];
  /** By `keyOf`: what a statement printed. */
  readonly printed: Readonly<Record<string, Printed>>;
  /** By `keyOf`: what showed that a background command is ready. */
  readonly ready: Readonly<Record<string, string>>;
};

export const initialView: View = {
  run: initialState,
  finished: [],
  printed: {},
  ready: {},
};

/** Statement ids are unique in their runbook only. */
export function keyOf(file: string | undefined, statement: string): string {
  return `${file ?? ''}\n${statement}`;
}

/** One event later: pure. */
export function advance(before: View, event: RunEvent): View {
  const view = { ...before, run: reduce(before.run, event) };
  switch (event.type) {
    case 'step-started':
      // After a new text the step that was at work begins again where it stood.
      return { ...view, step: event.step, finished: view.step === event.step ? view.finished : [] };
    case 'step-finished':
      return { ...idle(view), finished: [] };
    case 'statement-started':
      return startStatement(view, event);
    case 'output':
      return print(view, event);
    case 'statement-ready':
      return { ...view, ready: { ...view.ready, [key(view, event)]: event.reason } };
    case 'attempt-finished':
      return finishAttempt(view, event);
    case 'statement-finished':
      return finishStatement(view, event);
    case 'runbook-reloaded':
      return { ...view, finished: view.finished.filter((id) => event.kept.includes(id)) };
    default:
      return view;
  }
}

function startStatement(view: View, event: EventOf<'statement-started'>): View {
  const { retryAtMs: _, ...rest } = view;
  const at = key(view, event);
  const before = view.printed[at];
  const printed = event.attempt === 1 || before === undefined ? nothingPrinted : { ...before, old: true };
  return { ...rest, statement: event.statement, printed: { ...view.printed, [at]: printed } };
}

function finishAttempt(view: View, event: EventOf<'attempt-finished'>): View {
  const at = key(view, event);
  const printed = view.printed[at]?.old ? { ...view.printed, [at]: nothingPrinted } : view.printed;
  return {
    ...view,
    printed,
    ...(event.retryInMs === undefined ? {} : { retryAtMs: event.atMs + event.retryInMs }),
  };
}

/** What a background command prints later is added to what it printed before. */
function print(view: View, event: EventOf<'output'>): View {
  const at = key(view, event);
  return {
    ...view,
    printed: { ...view.printed, [at]: printedMore(view.printed[at] ?? nothingPrinted, event.text) },
  };
}

function finishStatement(view: View, { statement: id }: EventOf<'statement-finished'>): View {
  const finished = [...view.finished.filter((other) => other !== id), id];
  return { ...(view.statement === id ? withoutStatement(view) : view), finished };
}

function withoutStatement({ statement: _, retryAtMs: _retry, ...view }: View): View {
  return view;
}

function idle(view: View): View {
  const { step: _, ...rest } = withoutStatement(view);
  return rest;
}

function key(view: View, { statement }: { readonly statement: string }): string {
  return keyOf(view.run.current, statement);
}
