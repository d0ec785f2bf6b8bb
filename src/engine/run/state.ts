import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure, PlannedRunbook, Totals } from '../model/event.ts';
import type { Outcome, Output } from '../model/output.ts';
import type { Runbook, Segment, Statement } from '../model/runbook.ts';
import type { TargetFacts } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';

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
  /** Finished steps by id. */
  readonly steps: Readonly<Record<string, StepState>>;
  /** In the order of the document; an array since copying one is what happens at every event. */
  readonly statements: readonly StatementState[];
  readonly outcome?: Outcome;
};

type StepState = { readonly outcome: Outcome; readonly reason?: string };

export type StatementState = {
  readonly attempts: number;
  readonly startedAtMs: number;
  /** The last attempt's. */
  readonly output?: Output;
  readonly verdicts: readonly Verdict[];
  readonly outcome?: Outcome;
  readonly failure?: Failure;
  readonly reason?: string;
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

const noTotals: Totals = {
  statements: { passed: 0, failed: 0, errored: 0, skipped: 0, cancelled: 0 },
  expectations: { met: 0, unmet: 0 },
  unchecked: 0,
};

/** A statement of which nothing has been heard yet. */
export const untouched: StatementState = { attempts: 0, startedAtMs: 0, verdicts: [] };

export const initialState: RunState = {
  planned: [],
  runbooks: {},
  diagnostics: [],
  totals: noTotals,
  elapsedMs: 0,
};

/** Looks up statements by id; made once for a runbook. */
export function indexOf(runbook: Runbook): RunbookIndex {
  const index = new Map<string, Place>();
  for (const step of runbook.steps) {
    for (const segment of step.blocks.flatMap((block) => block.segments)) {
      for (const statement of segment.statements) {
        const background = statement.action.kind === 'shell' && statement.action.background;
        const unchecked = segment.expectations.length === 0 && !background;
        index.set(statement.id, { at: index.size, step: step.id, statement, segment, unchecked });
      }
    }
  }
  return index;
}
