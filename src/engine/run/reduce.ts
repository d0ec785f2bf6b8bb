import type { RunEvent, Totals } from '../model/event.ts';
import type { Outcome } from '../model/output.ts';
import {
  indexOf,
  type Place,
  type RunbookState,
  type RunState,
  type StatementState,
  untouched,
} from './state.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** One event later: pure, and the only way in which reporters, exit code and pages learn how a run stands. */
export function reduce(before: RunState, event: RunEvent): RunState {
  const state = { ...before, elapsedMs: event.atMs };
  switch (event.type) {
    case 'run-started':
      return { ...state, target: event.target, planned: event.runbooks };
    case 'diagnostic':
      return { ...state, diagnostics: [...state.diagnostics, event.diagnostic] };
    case 'runbook-started':
      return startRunbook(state, event);
    case 'runbook-skipped':
      return skipRunbook(state, event);
    case 'cleanup-started':
      return withRunbook({ ...state, current: event.file }, (runbook) => ({ ...runbook, cleaning: true }));
    case 'statement-started':
    case 'attempt-finished':
      return withStatement(state, event.statement, (statement) => ({ ...statement, ...attemptFacts(event) }));
    case 'statement-finished':
      return finishStatement(state, event);
    case 'step-finished':
      return withRunbook(state, (runbook) => ({
        ...runbook,
        steps: { ...runbook.steps, [event.step]: pick(event, 'outcome', 'reason') },
      }));
    case 'runbook-finished':
      return withRunbook(state, (runbook) => ({ ...runbook, outcome: event.outcome }), event.file);
    case 'run-finished':
      return { ...state, outcome: event.outcome };
    case 'notice':
    case 'output':
    case 'statement-ready':
    case 'step-started':
      return state;
    default:
      return event satisfies never;
  }
}

/** Process exit code of a run: the highest of what applies. */
export function exitCodeOf(state: RunState): 0 | 1 | 3 | 130 {
  const { statements } = state.totals;
  if (statements.cancelled > 0 || state.outcome === 'cancelled') return 130;
  const wrong = state.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  if (wrong || statements.errored > 0 || state.outcome === 'errored') return 3;
  return statements.failed > 0 || state.outcome === 'failed' ? 1 : 0;
}

/** Where a statement of the current runbook stands, with all that is known of it. */
export function placeOf(
  state: RunState,
  statement: string,
): (Place & { readonly state: StatementState }) | undefined {
  const runbook = state.runbooks[state.current ?? ''];
  const place = runbook?.index.get(statement);
  if (runbook === undefined || place === undefined) return undefined;
  return { ...place, state: runbook.statements[place.at] ?? untouched };
}

function startRunbook(state: RunState, { runbook, reason }: EventOf<'runbook-started'>): RunState {
  const { file } = runbook.source;
  const index = indexOf(runbook);
  const statements = Array<StatementState>(index.size).fill(untouched);
  const fresh = { file, reason, runbook, index, cleaning: false, steps: {}, statements };
  return { ...state, current: file, runbooks: { ...state.runbooks, [file]: fresh } };
}

function skipRunbook(state: RunState, { file, reason }: EventOf<'runbook-skipped'>): RunState {
  const planned = state.planned.find((item) => item.file === file);
  const skipped: RunbookState = {
    file,
    reason: planned?.reason ?? 'asked',
    index: new Map(),
    skipped: reason,
    cleaning: false,
    steps: {},
    statements: [],
    outcome: 'skipped',
  };
  return { ...state, runbooks: { ...state.runbooks, [file]: skipped } };
}

function attemptFacts(event: EventOf<'statement-started' | 'attempt-finished'>): Partial<StatementState> {
  return event.type === 'statement-started'
    ? { attempts: event.attempt, ...(event.attempt === 1 ? { startedAtMs: event.atMs } : {}) }
    : { output: event.output, verdicts: event.verdicts };
}

function finishStatement(state: RunState, event: EventOf<'statement-finished'>): RunState {
  const place = placeOf(state, event.statement);
  const verdicts = place?.state.verdicts ?? [];
  const again = place?.state.outcome;
  const totals =
    again === undefined
      ? count(
          state.totals,
          event.outcome,
          verdicts.map(({ judgement }) => judgement.met),
          place?.unchecked === true,
        )
      : recount(state.totals, again, event.outcome);
  const facts = pick(event, 'outcome', 'failure', 'reason');
  return { ...withStatement(state, event.statement, (statement) => ({ ...statement, ...facts })), totals };
}

function count(totals: Totals, outcome: Outcome, met: readonly boolean[], unchecked: boolean): Totals {
  const { statements, expectations } = totals;
  const good = met.filter(Boolean).length;
  return {
    statements: { ...statements, [outcome]: statements[outcome] + 1 },
    expectations: { met: expectations.met + good, unmet: expectations.unmet + met.length - good },
    unchecked: totals.unchecked + (unchecked && outcome === 'passed' ? 1 : 0),
  };
}

/** A statement that had passed failed later: its background job died. */
function recount(totals: Totals, before: Outcome, now: Outcome): Totals {
  const { statements } = totals;
  if (before === now) return totals;
  return {
    ...totals,
    statements: { ...statements, [before]: statements[before] - 1, [now]: statements[now] + 1 },
  };
}

function withRunbook(
  state: RunState,
  change: (runbook: RunbookState) => RunbookState,
  file = state.current ?? '',
): RunState {
  const runbook = state.runbooks[file];
  if (runbook === undefined) return state;
  return { ...state, runbooks: { ...state.runbooks, [file]: change(runbook) } };
}

function withStatement(
  state: RunState,
  id: string,
  change: (statement: StatementState) => StatementState,
): RunState {
  return withRunbook(state, (runbook) => {
    const at = runbook.index.get(id)?.at;
    if (at === undefined) return runbook;
    return {
      ...runbook,
      statements: runbook.statements.with(at, change(runbook.statements[at] ?? untouched)),
    };
  });
}

/** Some properties of a value; absent ones stay absent. */
function pick<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
  return Object.fromEntries(entries) as Pick<T, K>;
}
