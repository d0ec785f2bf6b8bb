import { isBad, withCleanup } from '../judge/outcome.ts';
import type { Pause } from '../model/control.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure, PlannedRunbook, Totals } from '../model/event.ts';
import type { LeftObject, Look, UnseenCluster } from '../model/finding.ts';
import type { Outcome, Output } from '../model/output.ts';
import type { Block, Runbook, Segment, Statement, Step } from '../model/runbook.ts';
import { segmentsOf, statementsOf } from '../model/statements.ts';
import type { OpaqueImage, TargetFacts } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';
import { noTotals } from './totals.ts';

/** Why statements are left out when a person says so. */
export const skippedByHand = 'skipped by hand';

/** Everything known about a run from its events so far. */
export type RunState = {
  readonly target?: TargetFacts;
  readonly planned: readonly PlannedRunbook[];
  /** By file, in the order they started or were skipped. */
  readonly runbooks: Readonly<Record<string, RunbookState>>;
  /** File of the runbook that events belong to now. */
  readonly current?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly totals: Totals;
  readonly elapsedMs: number;
  /** Where it waits for a command, while it does. */
  readonly pause?: Pause;
  /** Objects that the run made and did not delete; absent while or when that is not known. */
  readonly leftBehind?: readonly LeftObject[];
  readonly unseen?: readonly UnseenCluster[];
  /** Images that ran without anything being known of them. */
  readonly opaque: readonly OpaqueImage[];
  readonly outcome?: Outcome;
};

export type RunbookState = {
  readonly file: string;
  readonly reason: 'asked' | 'required';
  readonly runbook?: Runbook;
  readonly index: RunbookIndex;
  readonly skipped?: string;
  /** Whether its cleanup has begun. */
  readonly cleaning: boolean;
  /** The step that began last: something of it runs. */
  readonly startedStep?: string;
  /** Finished steps by id. */
  readonly steps: Readonly<Record<string, StepState>>;
  /** How often its text was replaced by hand while it ran. */
  readonly reloads: number;
  /** How often a person had it go back to an earlier step. */
  readonly returns: number;
  /** In the order of the document; an array since copying one is what happens at every event. */
  readonly statements: readonly StatementState[];
  readonly outcome?: Outcome;
};

export type StepState = { readonly outcome: Outcome; readonly reason?: string };

/** Another look at a command, so long after its first end. */
export type SeenAgain = { readonly output: Output; readonly afterMs: number };

export type StatementState = {
  /** Of the last retry by hand, if there was one. */
  readonly attempts: number;
  /** How often a person had it run again after a failure. */
  readonly retries: number;
  readonly startedAtMs: number;
  /** When it finished, the last time that it did. */
  readonly endedAtMs?: number;
  /** The last attempt's. */
  readonly output?: Output;
  /** What it printed when it was run again to see what moves, oldest first. */
  readonly again?: readonly SeenAgain[];
  readonly verdicts: readonly Verdict[];
  /** Expectations that count in the totals; set when it has finished. */
  readonly checks: Totals['expectations'];
  /** Values of the session's variables by which they were judged. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly outcome?: Outcome;
  readonly failure?: Failure;
  readonly diagnosis?: { readonly cause?: string; readonly looks: readonly Look[] };
  /** It did not pass, and a person had the run go on all the same. */
  readonly passedOver?: true;
  readonly reason?: string;
  /** It passed in an earlier run: when, as ISO 8601. */
  readonly passedBefore?: string;
};

/** Where a statement stands in its runbook. */
export type Place = {
  /** Its index among the runbook's statements. */
  readonly at: number;
  readonly step: string;
  readonly statement: Statement;
  readonly segment: Segment;
  /** No expectation sees its output, though it runs in the foreground. */
  readonly unchecked: boolean;
};

/** Statement id to its place. */
type RunbookIndex = ReadonlyMap<string, Place>;

/** A statement of which nothing has been heard yet. */
export const untouched: StatementState = {
  attempts: 0,
  retries: 0,
  startedAtMs: 0,
  verdicts: [],
  checks: noTotals.expectations,
};

export const initialState: RunState = {
  planned: [],
  runbooks: {},
  diagnostics: [],
  opaque: [],
  totals: noTotals,
  elapsedMs: 0,
};

/**
 * How a step stands: by its statements, so that a background job that dies later counts, and by what was said when it
 * finished: of a step that was interrupted no statement may have failed. Undefined while it has not finished.
 */
export function stepOutcomeOf(runbook: RunbookState, step: Step): Outcome | undefined {
  const finished = runbook.steps[step.id]?.outcome;
  if (finished === undefined) return undefined;
  const outcomes = (blocks: readonly Block[]): readonly Outcome[] =>
    statementsOf(blocks).flatMap(({ id }) => stateOf(runbook, id).outcome ?? []);
  const own = outcomes(step.blocks.filter(({ options }) => !options.cleanup));
  const now = withCleanup(own, outcomes(step.blocks.filter(({ options }) => options.cleanup)));
  return isBad(now) || !isBad(finished) ? now : finished;
}

/** All that is known of a statement of a runbook. */
export function stateOf({ index, statements }: RunbookState, id: string): StatementState {
  return statements[index.get(id)?.at ?? -1] ?? untouched;
}

/** Looks up statements by id; made once for a runbook. */
export function indexOf(runbook: Runbook): RunbookIndex {
  const index = new Map<string, Place>();
  for (const step of runbook.steps) {
    for (const segment of segmentsOf(step.blocks)) {
      for (const statement of segment.statements) {
        const background = statement.action.kind === 'shell' && statement.action.background;
        const unchecked = segment.expectations.length === 0 && !background;
        index.set(statement.id, { at: index.size, step: step.id, statement, segment, unchecked });
      }
    }
  }
  return index;
}
