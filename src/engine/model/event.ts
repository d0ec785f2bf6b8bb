import type { CommandName, Pause } from './control.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { LeftObject, Look, UnseenCluster } from './finding.ts';
import type { Outcome, Output } from './output.ts';
import type { Runbook } from './runbook.ts';
import type { OpaqueImage, TargetFacts } from './target.ts';
import type { Verdict } from './verdict.ts';

/** The number of the event format; a saved stream says which it was written in. */
export const eventFormat = 1;

/**
 * One thing that happened in a run. Plain JSON, masked: the stream alone is enough for any reporter.
 * Runbooks run one after another, so an event belongs to the last `runbook-started` or `cleanup-started`.
 * `atMs` is since the run started; `seq` counts from 1. Of several runs as one stream, see `batch.ts`.
 */
export type RunEvent = { readonly seq: number; readonly atMs: number } & RunEventBody;

export type RunEventBody =
  | {
      readonly type: 'run-started';
      readonly format: typeof eventFormat;
      readonly target: TargetFacts;
      readonly runbooks: readonly PlannedRunbook[];
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'runbook-started'; readonly runbook: Runbook; readonly reason: 'asked' | 'required' }
  | { readonly type: 'runbook-skipped'; readonly file: string; readonly reason: string }
  /** The cleanup of a runbook begins: its own steps are done, maybe other runbooks have run since. */
  | { readonly type: 'cleanup-started'; readonly file: string }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'step-started'; readonly step: string }
  /** `attempt` counts from 1 again in each retry by hand; `retry` counts those, and is absent before the first. */
  | {
      readonly type: 'statement-started';
      readonly statement: string;
      readonly attempt: number;
      readonly retry?: number;
    }
  | {
      readonly type: 'output';
      readonly statement: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      readonly late: boolean;
    }
  | { readonly type: 'statement-ready'; readonly statement: string; readonly reason: string }
  | {
      readonly type: 'attempt-finished';
      readonly statement: string;
      readonly attempt: number;
      readonly output: Output;
      readonly verdicts: readonly Verdict[];
      /** Values of the session's variables that the expectations name, if they name any. */
      readonly variables?: Readonly<Record<string, string>>;
      readonly retryInMs?: number;
      /** Every check is met, but some must stay so for this long yet (`for`). */
      readonly holdMs?: number;
      readonly retry?: number;
    }
  /** What a command with an unmet check printed when it was run once more, so long after its first end. */
  | {
      readonly type: 'seen-again';
      readonly statement: string;
      readonly output: Output;
      readonly afterMs: number;
    }
  | {
      readonly type: 'statement-finished';
      readonly statement: string;
      readonly outcome: Outcome;
      readonly failure?: Failure;
      /** Why it was skipped. */
      readonly reason?: string;
      /** It did not run, since it passed in the earlier run that this one goes on from: when, as ISO 8601. */
      readonly passedBefore?: string;
      /** It replaces what an earlier try came to: a person had it run again, for the n-th time. */
      readonly retry?: number;
    }
  /** What is known about a failure beyond the failure itself: a cause that was found, what a person would look at. */
  | {
      readonly type: 'diagnosis';
      readonly statement: string;
      readonly cause?: string;
      readonly looks: readonly Look[];
    }
  /** The run waits for a command; nothing runs but background jobs. */
  | { readonly type: 'run-paused'; readonly pause: Pause }
  /** It goes on, by this command or since it is interrupted. */
  | { readonly type: 'run-resumed'; readonly by: CommandName | 'interrupt' }
  /**
   * The current runbook's text was replaced by hand. The results of the statements in `kept` stay, other results no
   * longer count. `gone` is the step at which the run was, if the new text has it no more.
   */
  | {
      readonly type: 'runbook-reloaded';
      readonly runbook: Runbook;
      readonly kept: readonly string[];
      readonly gone?: string;
    }
  /**
   * A person had the current runbook go back to a step. The results of the statements in `kept` stay, other results no
   * longer count, and neither does what their steps came to.
   */
  | { readonly type: 'went-back'; readonly step: string; readonly kept: readonly string[] }
  | {
      readonly type: 'step-finished';
      readonly step: string;
      readonly outcome: Outcome;
      readonly reason?: string;
    }
  | {
      readonly type: 'runbook-finished';
      readonly file: string;
      readonly outcome: Outcome;
      readonly totals: Totals;
      readonly gaps: Gaps;
    }
  /** Images of which only the name is known and that have run so far, all of them; sent when there are more. */
  | { readonly type: 'opaque-images'; readonly images: readonly OpaqueImage[] }
  /** What the run made on its clusters and did not delete; not sent when that could not be found out. */
  | {
      readonly type: 'left-behind';
      readonly objects: readonly LeftObject[];
      /** Clusters that could not be looked at before or after the run. */
      readonly unseen?: readonly UnseenCluster[];
    }
  | {
      readonly type: 'run-finished';
      readonly outcome: Outcome;
      readonly totals: Totals;
      readonly gaps: Gaps;
    };

export type PlannedRunbook = {
  readonly file: string;
  readonly title: string;
  readonly steps: number;
  readonly statements: number;
  readonly reason: 'asked' | 'required';
};

/** What a run did not do, so that its outcome says nothing of it. */
export type Gaps = {
  /** Blocks of which nothing ran: the page skips them, they were not selected, something before them failed. */
  readonly skipped: number;
  /** Blocks for a person, which nobody did. */
  readonly manual: number;
  /** Code blocks that readers take for commands and that are only shown; see `Runbook.notRun`. */
  readonly shown: number;
  /** Runbooks that passed and of which nothing was checked. */
  readonly unchecked: number;
};

/** Why a statement did not pass when no expectation says it: the command's own failure. */
export type Failure =
  | { readonly kind: 'expectations' }
  | { readonly kind: 'exit'; readonly message: string; readonly hint?: string }
  | { readonly kind: 'timeout'; readonly message: string; readonly hint?: string }
  | { readonly kind: 'interrupt'; readonly message: string }
  | { readonly kind: 'session'; readonly message: string; readonly hint?: string }
  | { readonly kind: 'background'; readonly message: string; readonly hint?: string }
  /** It did not run, since a variable that it needs has no value. */
  | { readonly kind: 'unset'; readonly message: string; readonly hint?: string }
  /** A person said so of a `manual` block. */
  | { readonly kind: 'manual'; readonly message: string };

/**
 * How many statements had each outcome, how many expectations were judged, how many statements nothing checks, and
 * how many of those that passed did so only when a person had them run again.
 */
export type Totals = {
  readonly statements: Readonly<Record<Outcome, number>>;
  readonly expectations: { readonly met: number; readonly unmet: number };
  readonly unchecked: number;
  readonly retried: number;
};
