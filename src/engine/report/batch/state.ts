import type { BatchEvent, BatchStreamEvent, EventInBatch, FileFinished } from '../../model/batch.ts';
import type { Outcome } from '../../model/output.ts';
import { reduce } from '../../run/reduce.ts';
import { initialState, type RunState } from '../../run/state.ts';

/** Everything known about a batch from its events so far. */
export type BatchState = {
  readonly started?: Extract<BatchEvent, { type: 'batch-started' }>;
  /** By file, in the order in which they were heard of. */
  readonly files: Readonly<Record<string, FileState>>;
  readonly elapsedMs: number;
  readonly outcome?: Outcome;
};

/** A file with its runs; the last one counts. */
export type FileState = {
  readonly file: string;
  readonly runs: readonly RunState[];
  readonly finished?: FileFinished;
};

export const initialBatch: BatchState = { files: {}, elapsedMs: 0 };

/** One event later; pure. */
export function reduceBatch(before: BatchState, event: BatchStreamEvent): BatchState {
  if (isOfRun(event)) return addToRun(before, event);
  const state = { ...before, elapsedMs: event.atMs };
  switch (event.type) {
    case 'batch-started':
      return { ...state, started: event };
    case 'file-started':
      return withFile(state, event.file, (file) => file);
    case 'file-finished':
      return withFile(state, event.file, (file) => ({ ...file, finished: event }));
    case 'batch-finished':
      return { ...state, outcome: event.outcome };
    default:
      return event satisfies never;
  }
}

/** Whether an event is one of a run, rather than one about the batch. */
export function isOfRun(event: BatchStreamEvent): event is EventInBatch {
  return 'run' in event;
}

function addToRun(state: BatchState, event: EventInBatch): BatchState {
  const { file, nth } = event.run;
  return withFile(state, file, (known) => {
    const runs = [...known.runs];
    runs[nth - 1] = reduce(runs[nth - 1] ?? initialState, event);
    return { ...known, runs };
  });
}

function withFile(state: BatchState, file: string, change: (file: FileState) => FileState): BatchState {
  const known = state.files[file] ?? { file, runs: [] };
  return { ...state, files: { ...state.files, [file]: change(known) } };
}
