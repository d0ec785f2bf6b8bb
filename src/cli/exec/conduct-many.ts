import { worst } from '../../engine/judge/outcome.ts';
import { eventFormat } from '../../engine/model/event.ts';
import type { Outcome } from '../../engine/model/output.ts';
import { occupied } from '../../engine/plan/occupied.ts';
import { batchReporters } from '../../engine/report/batch/registry.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Planned } from '../prepare.ts';
import { startReporting } from '../reporting.ts';
import { say } from '../say.ts';
import { Batch } from './batch.ts';
import type { ExecOptions } from './exec-options.ts';
import { fileArguments } from './file-arguments.ts';
import { type FileJob, type FileResult, runFile } from './run-file.ts';
import { schedule } from './schedule.ts';

/** `total`: how many files there are in all shards. */
type Conducted = { readonly total: number; readonly options: ExecOptions; readonly io: Io };

/** Runs each file as a run of its own, several at once. @returns The code to exit with. */
export async function conductMany(
  files: readonly Planned[],
  { total, options, io }: Conducted,
): Promise<number> {
  const { shard, retries = 0, verbose = false, quiet = false } = options;
  const words = options.reporter.length > 0 ? options.reporter : ['text'];
  const reporting = startReporting(words, { reporters: batchReporters, verbose, quiet }, io);
  mentionTargets(files, io);
  const atOnce = Math.max(1, Math.min(options.jobs ?? 1, files.length));
  const showsOutput = verbose || words.some((word) => word.split('=')[0] === 'ndjson');
  const jobs = files.map((planned) => ({
    file: fileOf(planned),
    command: [...io.program, ...fileArguments(planned, options)],
    occupies: occupied(planned.plan, { target: planned.chosen.target.name, env: options.env }),
    retries,
    live: atOnce === 1,
    showsOutput,
  }));
  const batch = new Batch(reporting.reporters);
  try {
    batch.emit({
      type: 'batch-started',
      files: jobs.map(({ file }) => file),
      format: eventFormat,
      jobs: atOnce,
      retries,
      ...(shard === undefined ? {} : { shard: { ...shard, total } }),
    });
    const results = await runAll(jobs, batch, { bail: options.bail === true, atOnce, io });
    const end = endOf(results, options, io);
    batch.emit({ type: 'batch-finished', outcome: end.outcome });
    return end.code;
  } finally {
    await reporting.close();
    for (const place of reporting.places) say(io.err, `report  ${place}`);
  }
}

type Running = { readonly bail: boolean; readonly atOnce: number; readonly io: Io };

async function runAll(
  jobs: readonly (FileJob & { readonly occupies: readonly string[] })[],
  batch: Batch,
  { bail, atOnce, io }: Running,
): Promise<readonly FileResult[]> {
  const results: FileResult[] = [];
  let failed: string | undefined;
  const work = async (job: FileJob): Promise<void> => {
    const { file } = job;
    const interrupted = io.interruptions.first.aborted;
    if (interrupted || failed !== undefined) {
      const reason = interrupted ? 'interrupted before it' : `${failed} did not pass`;
      const outcome = interrupted ? 'cancelled' : 'skipped';
      batch.emit({ type: 'file-finished', file, outcome, flaky: false, runs: 0, spentMs: 0, reason });
      return;
    }
    const result = await runFile(job, batch, io);
    if (bail && result.code !== exitCodes.passed) failed ??= file;
    results.push(result);
  };
  await schedule(jobs, { atOnce, work });
  return results;
}

/** The worst of all. An interruption comes before everything: what it kept from running is not known. */
function endOf(
  results: readonly FileResult[],
  { failOnFlaky }: Pick<ExecOptions, 'failOnFlaky'>,
  { interruptions }: Io,
): { readonly code: number; readonly outcome: Outcome } {
  const flaky = failOnFlaky === true && results.some((result) => result.flaky);
  const outcomes = results.map(({ outcome }) => outcome);
  if (interruptions.first.aborted) return { code: exitCodes.interrupted, outcome: 'cancelled' };
  return {
    code: Math.max(flaky ? exitCodes.failed : exitCodes.passed, ...results.map(({ code }) => code)),
    outcome: worst([...outcomes, ...(flaky ? (['failed'] as const) : [])]),
  };
}

/** The choice of a target is told once, however many files made it. */
function mentionTargets(files: readonly Planned[], io: Io): void {
  for (const notice of new Set(files.flatMap(({ chosen }) => chosen.notice ?? []))) {
    say(io.err, notice);
  }
}

function fileOf({ runbooks }: Planned): string {
  return runbooks.map(({ source }) => source.file).join(' ');
}
