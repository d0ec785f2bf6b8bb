import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlannedItem } from '../model/plan.ts';
import type { KeptSession, ResumedRunbook } from '../model/resume.ts';
import type { Runbook, Segment, Statement } from '../model/runbook.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import type { RunbookState, StatementState } from '../run/state.ts';
import { notAsItWas } from './not-as-it-was.ts';
import type { ReadJournal } from './read-journal.ts';
import { changesNothing, runsAgain } from './runs-again.ts';

/** A statement that an earlier run had begun and not ended, of which nobody knows how much it did. */
export type HalfDone = { readonly placed: PlacedStatement; readonly file: string };

export type Settled = {
  readonly resumed: ResumedRunbook;
  readonly halfDone?: HalfDone;
  readonly faults: readonly Diagnostic[];
};

/**
 * What of a runbook need not run again: all up to the first statement that the earlier run did not get done, and what
 * passed behind that. What comes back only by running again runs again, as do checks that must still hold.
 * @param given Names of the variables that sessions start with.
 */
export function settleRunbook(
  item: PlannedItem,
  before: RunbookState & { readonly runbook: Runbook },
  journal: ReadJournal,
  given: ReadonlySet<string>,
): Settled {
  const old = bodyOf(before.runbook);
  const stateOf = ({ statement: { id } }: PlacedStatement): StatementState | undefined =>
    before.statements[before.index.get(id)?.at ?? -1];
  const stop = old.findIndex((placed) => !isDone(stateOf(placed)));
  const done = old.filter((placed, at) => at < stop || stop === -1 || hasPassed(stateOf(placed)));
  const passed = new Set(done.filter((placed) => hasPassed(stateOf(placed))).map(idOf));
  const now = bodyOf(item.runbook);
  const session = lastSession(journal.sessions.get(before.file) ?? [], passed);
  const again = runsAgain(now, passed, session?.withheld ?? []);
  const settled = done.map(idOf).filter((id) => !again.ids.has(id));
  const at = (id: string): string => journal.ends.get(id) ?? journal.lastAt;
  const rest = now.filter(({ statement: { id } }) => !settled.includes(id));
  const judged = new Set([
    ...rest.map(({ segment }) => segment).filter(isJudged),
    ...now.map(({ segment }) => segment).filter(({ ways }) => ways !== undefined),
  ]);
  const outputs = done.flatMap((placed): (readonly [string, NonNullable<StatementState['output']>])[] => {
    const here = now.find(({ statement }) => statement.id === idOf(placed));
    const { output } = stateOf(placed) ?? {};
    return here !== undefined && judged.has(here.segment) && output !== undefined
      ? [[idOf(placed), output]]
      : [];
  });
  const half = old[stop];
  const resumed: ResumedRunbook = {
    settled: new Map(settled.map((id) => [id, at(id)])),
    passed,
    outputs: new Map(outputs),
    notices: again.notices,
    ...(session === undefined ? {} : { session }),
  };
  return {
    resumed,
    faults: notAsItWas({
      item,
      now,
      done: done.filter((placed) => passed.has(idOf(placed))),
      settled,
      session,
      given,
    }),
    ...(half !== undefined && isHalfDone(half, stateOf(half))
      ? { halfDone: { placed: half, file: before.file } }
      : {}),
  };
}

/** The statements that run before cleanup. */
function bodyOf(runbook: Runbook): readonly PlacedStatement[] {
  return placedStatementsOf(runbook).filter(({ block }) => !block.options.cleanup);
}

function idOf({ statement }: { readonly statement: Statement }): string {
  return statement.id;
}

function hasPassed(state: StatementState | undefined): boolean {
  return state?.outcome === 'passed' || state?.passedBefore !== undefined;
}

/** Nobody has to see to it any more: it passed, was left out, or a person had the run go on behind it. */
function isDone(state: StatementState | undefined): boolean {
  return hasPassed(state) || state?.outcome === 'skipped' || state?.passedOver === true;
}

/** What waits, reads, or applies what is there already does no harm when it runs once more. */
function isHalfDone(
  { block, statement: { action } }: PlacedStatement,
  state: StatementState | undefined,
): boolean {
  const begun = state !== undefined && state.attempts > 0;
  const ended = state?.outcome !== undefined && state.outcome !== 'cancelled';
  return begun && !ended && action.kind === 'shell' && !changesNothing({ block, statement: { action } });
}

function isJudged({ expectations }: Segment): boolean {
  return expectations.length > 0;
}

/** The state behind the last statement that passed: what one that did not end has changed is not in it. */
function lastSession(sessions: readonly KeptSession[], passed: ReadonlySet<string>): KeptSession | undefined {
  return sessions.findLast(({ after }) => after === undefined || passed.has(after));
}
