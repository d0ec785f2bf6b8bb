import type { eventFormat, RunEvent } from './event.ts';
import type { Outcome } from './output.ts';

/** Several files, each of them a run of its own. With retries a file may run again: `nth` says which run it is. */
export type RunName = { readonly file: string; readonly nth: number };

/** An event of one of the runs: `seq` counts over the batch, `atMs` is since that run started. */
export type EventInBatch = RunEvent & { readonly run: RunName };

/** An event about the batch. `atMs` is since the batch started. */
export type BatchEvent = { readonly seq: number; readonly atMs: number } & BatchEventBody;

/**
 * What a reporter of a batch hears. Runs may be at work at once, but their events come file by file: all of one file,
 * then its `file-finished`, so that in between an event belongs to the last `runbook-started`, as it does in a run.
 */
export type BatchStreamEvent = BatchEvent | EventInBatch;

export type BatchEventBody =
  | {
      readonly type: 'batch-started';
      readonly format: typeof eventFormat;
      /** What is to run here, in the order given. */
      readonly files: readonly string[];
      /** How many files are at work at once, at most. */
      readonly jobs: number;
      /** How often a file that did not pass runs again, at most. */
      readonly retries: number;
      /** Which part of `total` files this is. */
      readonly shard?: { readonly index: number; readonly of: number; readonly total: number };
    }
  /** Sent at once: the events of its run come when it is done, or as they happen if nothing else is at work. */
  | { readonly type: 'file-started'; readonly file: string; readonly nth: number }
  | FileFinished
  | { readonly type: 'batch-finished'; readonly outcome: Outcome };

export type FileFinished = {
  readonly type: 'file-finished';
  readonly file: string;
  /** Of the last run. */
  readonly outcome: Outcome;
  /** It passed, but not the first time. */
  readonly flaky: boolean;
  /** How often it ran; 0 when it was not started. */
  readonly runs: number;
  /** All its runs together. */
  readonly spentMs: number;
  /** Why it did not run, or what ended it that no event of a run tells. */
  readonly reason?: string;
  /** What its runs had to say besides their events: notes, a bug's stack. */
  readonly said?: string;
};
