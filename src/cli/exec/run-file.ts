import { worst } from '../../engine/judge/outcome.ts';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Outcome } from '../../engine/model/output.ts';
import { exitCodeOf, reduce } from '../../engine/run/reduce.ts';
import { initialState, type RunState } from '../../engine/run/state.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Batch } from './batch.ts';
import { type FileRunEnd, startFileRun } from './file-run.ts';

/** A file that is run in a process of its own, again while it does not pass and may. */
export type FileJob = {
  readonly file: string;
  readonly command: readonly string[];
  readonly retries: number;
  /** Nothing else is at work: what happens is told as it happens, rather than when all of it is over. */
  readonly live: boolean;
  /** Whether any reporter shows what commands print while they run. */
  readonly showsOutput: boolean;
};

/** What a file came to. */
export type FileResult = { readonly code: number; readonly outcome: Outcome; readonly flaky: boolean };

type Ran = FileRunEnd & { readonly exit: number; readonly state: RunState };

/** Runs a file and tells the batch of it, all of it in one go unless it is live. */
export async function runFile(job: FileJob, batch: Batch, io: Io): Promise<FileResult> {
  const { file, retries, live } = job;
  const startedAt = performance.now();
  const held: (() => void)[] = [];
  const said: string[] = [];
  const tell = (act: () => void): void => void (live ? act() : held.push(act));
  for (let nth = 1; ; nth += 1) {
    batch.emit({ type: 'file-started', file, nth });
    const run = { file, nth };
    const ran = await runOnce(job, io, (event) => tell(() => batch.pass(event, run)));
    said.push(ran.said);
    const passed = ran.exit === exitCodes.passed;
    if (!passed && nth <= retries && !io.interruptions.first.aborted) continue;
    for (const act of held) act();
    const result = { code: ran.exit, outcome: outcomeOf(ran), flaky: passed && nth > 1 };
    const { outcome, flaky } = result;
    const spentMs = Math.round(performance.now() - startedAt);
    const all = said.join('');
    batch.emit({
      type: 'file-finished',
      file,
      outcome,
      flaky,
      runs: nth,
      spentMs,
      ...reasonOf(ran),
      ...(all === '' ? {} : { said: all }),
    });
    return result;
  }
}

async function runOnce(job: FileJob, io: Io, onEvent: (event: RunEvent) => void): Promise<Ran> {
  const { first, second } = io.interruptions;
  let state = initialState;
  const run = startFileRun(job.command, io, (event) => {
    state = reduce(state, event);
    // Held until the end, and the largest part by far.
    if (event.type !== 'output' || job.showsOutput) onEvent(event);
  });
  for (const signal of [first, second]) signal.addEventListener('abort', run.interrupt);
  if (first.aborted) run.interrupt();
  const end = await run.ended;
  for (const signal of [first, second]) signal.removeEventListener('abort', run.interrupt);
  // In its first moments nothing in a process listens for an interruption, which ends it as it ends any other.
  const killed = first.aborted && end.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.environment;
  return { ...end, state, exit: end.code ?? killed };
}

/** By the exit code, which may know of more than the events: a record that differs, say. */
function outcomeOf({ exit, state: { outcome = 'errored' } }: Ran): Outcome {
  switch (exit) {
    case exitCodes.passed:
      return outcome;
    case exitCodes.failed:
      return worst([outcome, 'failed']);
    case exitCodes.interrupted:
      return 'cancelled';
    default:
      return 'errored';
  }
}

/** What ended a run, if its events don't tell. */
function reasonOf({ code, signal, exit, state, said }: Ran): { readonly reason?: string } {
  if (exit === exitCodes.interrupted) return {};
  if (signal !== null) return { reason: `its process was ended by ${signal}` };
  if (code === null) return { reason: 'its process could not be started' };
  if (exit === exitCodes.bug) return { reason: 'a bug of runbook ended it' };
  const told = state.outcome !== undefined && exit === exitCodeOf(state);
  if (told) return {};
  // Such as that it did not come to what its record says.
  const last = said.trimEnd().split('\n').at(-1);
  return { reason: last || `its process ended with exit code ${exit}` };
}
