import { worst } from '../../../../src/engine/judge/outcome.ts';
import type { BatchEventBody, BatchStreamEvent, FileFinished } from '../../../../src/engine/model/batch.ts';
import { eventFormat, type RunEvent } from '../../../../src/engine/model/event.ts';
import type { ReporterOptions } from '../../../../src/engine/model/reporter.ts';
import { batchReporters } from '../../../../src/engine/report/batch/registry.ts';
import { type PlayOptions, play, sharedPlay } from '../../../helpers/play.ts';

/** A file, the events of each of its runs, and what its end says besides what follows from them. */
type FileOfBatch = {
  readonly file: string;
  readonly runs: readonly (readonly RunEvent[])[];
  readonly end?: Partial<FileFinished>;
};

type BatchFacts = Omit<Extract<BatchEventBody, { type: 'batch-started' }>, 'type' | 'format' | 'files'>;

/** The stream of a batch in which the files were run, each told of when it was done. */
export function batchEvents(
  files: readonly FileOfBatch[],
  facts: BatchFacts = { jobs: 2, retries: 1 },
): readonly BatchStreamEvent[] {
  const events: BatchStreamEvent[] = [];
  const emit = (body: BatchEventBody): void => {
    events.push({ seq: events.length + 1, atMs: events.length, ...body });
  };
  emit({ type: 'batch-started', format: eventFormat, files: files.map(({ file }) => file), ...facts });
  const ends = files.map(({ file, runs, end }) => {
    for (const [at] of runs.entries()) emit({ type: 'file-started', file, nth: at + 1 });
    for (const [at, run] of runs.entries()) {
      for (const event of run) events.push({ ...event, seq: events.length + 1, run: { file, nth: at + 1 } });
    }
    const finished = finishOf(runs, file);
    emit({ ...finished, ...end });
    return end?.outcome ?? finished.outcome;
  });
  emit({ type: 'batch-finished', outcome: worst(ends) });
  return events;
}

function finishOf(runs: FileOfBatch['runs'], file: string): FileFinished {
  const last = runs.at(-1)?.at(-1);
  const outcome = last?.type === 'run-finished' ? last.outcome : 'skipped';
  const flaky = outcome === 'passed' && runs.length > 1;
  return { type: 'file-finished', file, outcome, flaky, runs: runs.length, spentMs: 1234 };
}

/** A page that fails when it runs first and passes then, with the events of both runs. */
async function flaky(file: string, options: PlayOptions): Promise<FileOfBatch> {
  const first = await play([file], options);
  const second = await play([file], options);
  return { file, runs: [first.events, second.events] };
}

/**
 * A batch with all that may be: passed, failed twice, flaky, one that requires what fails, one whose process was killed,
 * one that was not started. `folder` is for what the pages leave for each other.
 */
export async function mixedBatch(folder: string): Promise<readonly BatchStreamEvent[]> {
  const env = { SHARED: folder };
  const run = async (file: string) => (await sharedPlay([file])).events;
  const fails = await run('run/fails.md');
  const passes = await run('run/passes.md');
  const killed = { outcome: 'errored', reason: 'its process was ended by SIGKILL' } as const;
  return batchEvents(
    [
      { file: 'run/passes.md', runs: [passes] },
      { file: 'run/fails.md', runs: [fails, (await play(['run/fails.md'])).events] },
      await flaky('many/labs/flaky.md', { env }),
      { file: 'run/builds-on-failure.md', runs: [await run('run/builds-on-failure.md')] },
      { file: 'run/skips.md', runs: [passes.slice(0, 5)], end: { ...killed, said: 'out of memory\n' } },
      { file: 'run/outputs.md', runs: [], end: { outcome: 'skipped', reason: 'run/fails.md did not pass' } },
    ],
    { jobs: 2, retries: 1, shard: { index: 1, of: 4, total: 24 } },
  );
}

/** What a reporter makes of the events of a batch. */
export async function runBatchReporter(
  name: keyof typeof batchReporters,
  events: readonly BatchStreamEvent[],
  options: Partial<ReporterOptions> = {},
): Promise<string> {
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const reporter = batchReporters[name](write, { color: false, columns: 100, verbose: false, ...options });
  for (const event of events) reporter.onEvent(event);
  await reporter.finish?.();
  return said;
}
