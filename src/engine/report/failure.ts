import type { Failure } from '../model/event.ts';
import type { Output } from '../model/output.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Judgement } from '../model/verdict.ts';
import { type Place, type RunbookState, type StatementState, stateOf } from '../run/state.ts';

/** A statement's place in its runbook, and all that is known of it. */
export type PlaceState = Place & { readonly state: StatementState };

/**
 * Everything there is to say about a statement that did not pass. Every reporter tells it from this, so that none of
 * them knows more than another.
 */
export type FailureReport = {
  readonly statement: Statement;
  /** The command's own failure: it ended with an error, took too long, could not run. */
  readonly own?: { readonly span: Span; readonly message: string; readonly hint?: string };
  /** Every expectation that is not met, by the last attempt. */
  readonly unmet: readonly UnmetCheck[];
  /** The last attempt's exit codes: of each member of its last pipeline, else the one of the command. */
  readonly exits: readonly (number | null)[];
  readonly output?: Output;
  /** What the commands above it printed, where an unmet expectation judged that too. */
  readonly above: readonly { readonly statement: Statement; readonly output: Output }[];
  /** What was found out about it afterwards: a cause, what a person would look at next. */
  readonly diagnosis?: StatementState['diagnosis'];
  readonly attempts: number;
  /** From the start of the first attempt to the end of the last. */
  readonly spentMs: number;
};

export type UnmetCheck = {
  readonly expectation: Expectation;
  readonly judgement: Extract<Judgement, { met: false }>;
};

/** Gathers what is known of a statement that has finished and did not pass; `runbook` tells what ran above it. */
export function failureReport(place: PlaceState, runbook?: RunbookState): FailureReport {
  const { statement, state } = place;
  const { output, verdicts, attempts, startedAtMs, endedAtMs = startedAtMs, failure, diagnosis } = state;
  const unmet = verdicts.flatMap(({ expectation, judgement }) =>
    judgement.met ? [] : [{ expectation, judgement }],
  );
  return {
    statement,
    ...ownFailure(statement, failure),
    unmet,
    exits: exitsOf(output),
    ...(output === undefined ? {} : { output }),
    above: runbook === undefined || !unmet.some(judgesAll) ? [] : aboveOf(place, runbook),
    ...(diagnosis === undefined ? {} : { diagnosis }),
    attempts,
    spentMs: endedAtMs - startedAtMs,
  };
}

function ownFailure({ span }: Statement, failure: Failure | undefined): Pick<FailureReport, 'own'> {
  if (failure === undefined || failure.kind === 'expectations') return {};
  const hint = 'hint' in failure && failure.hint !== undefined ? { hint: failure.hint } : {};
  return { own: { span, message: failure.message, ...hint } };
}

/** Expectations that are repeated look at the last command only. */
function judgesAll({ expectation: { kind, withinMs, forMs } }: UnmetCheck): boolean {
  return kind !== 'exit' && withinMs === undefined && forMs === undefined;
}

function aboveOf({ statement, segment }: PlaceState, runbook: RunbookState): FailureReport['above'] {
  const others = segment.statements.slice(
    0,
    segment.statements.findIndex(({ id }) => id === statement.id),
  );
  return others.flatMap((other) => {
    const { output } = stateOf(runbook, other.id);
    const isBackground = other.action.kind === 'shell' && other.action.background;
    return isBackground || output === undefined ? [] : [{ statement: other, output }];
  });
}

function exitsOf(output: Output | undefined): readonly (number | null)[] {
  if (output === undefined) return [];
  return output.pipeStatus.length > 1 ? output.pipeStatus : [output.exitCode];
}
