import { withCleanup } from '../judge/outcome.ts';
import type { RunEvent } from '../model/event.ts';
import {
  indexOf,
  type Place,
  type RunbookState,
  type RunState,
  type StatementState,
  type StepState,
  untouched,
} from './state.ts';
import { add, subtract, totalsOf } from './totals.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** So many events may be on their way to those who follow a run. A ring, so that what has gone by is garbage at once. */
const underWay = 16;
const recent: { readonly event: RunEvent; readonly before: RunState; readonly after: RunState }[] = [];

/**
 * One event later: pure, and the only way in which reporters, exit code and pages learn how a run stands. All who follow
 * a run ask the same one after the other, so the first one's answer serves the others.
 */
export function reduce(before: RunState, event: RunEvent): RunState {
  const place = event.seq % underWay;
  const known = recent[place];
  if (known?.event === event && known.before === before) return known.after;
  const after = stateAfter(before, event);
  recent[place] = { event, before, after };
  return after;
}

function stateAfter(before: RunState, event: RunEvent): RunState {
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
      return startStatement(state, event);
    case 'attempt-finished':
      return withStatement(state, event.statement, (statement) => ({
        ...statement,
        ...pick(event, 'output', 'verdicts', 'variables'),
      }));
    case 'seen-again':
      return withStatement(state, event.statement, (statement) => ({
        ...statement,
        again: [...(statement.again ?? []), pick(event, 'output', 'afterMs')],
      }));
    case 'diagnosis':
      return withStatement(state, event.statement, (statement) => ({
        ...statement,
        diagnosis: pick(event, 'cause', 'looks'),
      }));
    case 'statement-finished':
      return finishStatement(state, event);
    case 'step-started':
      return withRunbook(state, (runbook) => ({ ...runbook, startedStep: event.step }));
    case 'step-finished':
      return withRunbook(state, (runbook) => ({
        ...runbook,
        steps: { ...runbook.steps, [event.step]: stepState(event, runbook) },
      }));
    case 'runbook-finished':
      return withRunbook(state, (runbook) => ({ ...runbook, outcome: event.outcome }), event.file);
    case 'run-paused':
      return { ...state, pause: event.pause };
    case 'run-resumed':
      return resume(state, event);
    case 'runbook-reloaded':
      return reload(state, event);
    case 'went-back':
      return goBack(state, event);
    case 'opaque-images':
      return { ...state, opaque: event.images };
    case 'left-behind':
      return { ...state, leftBehind: event.objects, unseen: event.unseen ?? [] };
    case 'run-finished':
      return { ...state, outcome: event.outcome };
    case 'notice':
    case 'output':
    case 'statement-ready':
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
  const counts = { reloads: 0, returns: 0 };
  const fresh = { file, reason, runbook, index, cleaning: false, steps: {}, ...counts, statements };
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
    reloads: 0,
    returns: 0,
    statements: [],
    outcome: 'skipped',
  };
  return { ...state, runbooks: { ...state.runbooks, [file]: skipped } };
}

/** A step is finished again with its cleanup, which makes it worse at most. */
function stepState(event: EventOf<'step-finished'>, { steps }: RunbookState): StepState {
  const before = steps[event.step];
  if (before === undefined) return pick(event, 'outcome', 'reason');
  const outcome = withCleanup([before.outcome], [event.outcome]);
  return outcome === before.outcome ? before : pick({ ...event, outcome }, 'outcome', 'reason');
}

/** The first attempt of a retry takes the place of what the statement had come to. */
function startStatement(state: RunState, event: EventOf<'statement-started'>): RunState {
  const { statement: id, attempt, retry = 0, atMs } = event;
  if (attempt > 1) return withStatement(state, id, (statement) => ({ ...statement, attempts: attempt }));
  const fresh = { attempts: 1, startedAtMs: atMs };
  if (retry === 0) return withStatement(state, id, (statement) => ({ ...statement, ...fresh }));
  return recount(state, id, () => ({ ...untouched, ...fresh, retries: retry }));
}

/** A statement that had passed may fail later, when its background job dies: its checks have been counted then. */
function finishStatement(state: RunState, event: EventOf<'statement-finished'>): RunState {
  return recount(state, event.statement, ({ failure: _, reason: _reason, ...statement }) => ({
    ...statement,
    ...pick(event, 'outcome', 'failure', 'reason', 'passedBefore'),
    ...(event.retry === undefined ? {} : { retries: event.retry }),
    endedAtMs: event.atMs,
    checks: statement.outcome === undefined ? checksOf(statement) : statement.checks,
  }));
}

function checksOf({ verdicts }: Pick<StatementState, 'verdicts'>): StatementState['checks'] {
  const met = verdicts.filter(({ judgement }) => judgement.met).length;
  return { met, unmet: verdicts.length - met };
}

/** Changes what is known of a statement, and the totals by what that makes of it. */
function recount(
  state: RunState,
  id: string,
  change: (statement: StatementState) => StatementState,
): RunState {
  const place = placeOf(state, id);
  if (place === undefined) return state;
  const after = change(place.state);
  const totals = add(subtract(state.totals, totalsOf(place.state, place)), totalsOf(after, place));
  return { ...withStatement(state, id, () => after), totals };
}

function resume({ pause, ...state }: RunState, { by }: EventOf<'run-resumed'>): RunState {
  if (by !== 'skip' || pause?.why !== 'failure') return state;
  const passOver = (before: RunState, id: string): RunState =>
    withStatement(before, id, (statement) => ({ ...statement, passedOver: true }));
  return pause.again.reduce(passOver, state);
}

/** Takes over the states of the statements that are kept; the totals lose what the others had added. */
function reload(state: RunState, { runbook, kept }: EventOf<'runbook-reloaded'>): RunState {
  const before = state.runbooks[state.current ?? ''];
  if (before === undefined) return state;
  const index = indexOf(runbook);
  const stays = new Set(kept);
  const statements = Array<StatementState>(index.size).fill(untouched);
  let { totals } = state;
  for (const [id, place] of before.index) {
    const known = before.statements[place.at] ?? untouched;
    const at = stays.has(id) ? index.get(id)?.at : undefined;
    if (at === undefined) totals = subtract(totals, totalsOf(known, place));
    else statements[at] = known;
  }
  const reloads = before.reloads + 1;
  return { ...withRunbook(state, (old) => ({ ...old, runbook, index, statements, reloads })), totals };
}

/** Forgets what statements that aren't kept came to, and their steps; the totals lose what they had added. */
function goBack(state: RunState, { kept }: EventOf<'went-back'>): RunState {
  const before = state.runbooks[state.current ?? ''];
  if (before === undefined) return state;
  const stays = new Set(kept);
  const dropped = [...before.index].filter(([id]) => !stays.has(id));
  const statements = [...before.statements];
  let { totals } = state;
  for (const [, place] of dropped) {
    totals = subtract(totals, totalsOf(statements[place.at] ?? untouched, place));
    statements[place.at] = untouched;
  }
  const gone = new Set(dropped.map(([, { step }]) => step));
  const steps = Object.fromEntries(Object.entries(before.steps).filter(([id]) => !gone.has(id)));
  return {
    ...withRunbook(state, (old) => ({ ...old, statements, steps, returns: old.returns + 1 })),
    totals,
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
