import { harmless, printable } from '../../diagnostics/printable.ts';
import type { BatchEvent, FileFinished, RunName } from '../../model/batch.ts';
import type { BatchReporterFactory, Reporter, ReporterWorld } from '../../model/reporter.ts';
import { counted, duration, type Paint, painter } from '../style.ts';
import { text } from '../text.ts';
import { outcomeOf } from './counts.ts';
import { type BatchState, initialBatch, isOfRun, reduceBatch } from './state.ts';
import { batchSummary } from './summary.ts';

/**
 * Plain lines of many runs: one when a file starts, the whole report of each run as the text reporter tells it, one
 * when a file is done; at the end what failed once more, what was flaky, counts, and how to run those again.
 */
export const batchText: BatchReporterFactory = (write, options) => {
  const paint = painter(options.color);
  let state = initialBatch;
  let current: { readonly run: RunName; readonly report: Reporter } | undefined;
  const say = (lines: readonly string[]): void => {
    if (lines.length > 0) write(`${harmless(lines.join('\n'), options)}\n`);
  };
  return {
    onEvent: (event) => {
      state = reduceBatch(state, event);
      if (!isOfRun(event)) {
        say(linesOf(event, state, { paint, world: options.world }));
        return;
      }
      if (current === undefined || !isSame(current.run, event.run)) {
        say(['', paint('bold', `━━ ${runTitle(event.run, state)}`)]);
        current = { run: event.run, report: text(write, options) };
      }
      current.report.onEvent(event);
    },
  };
};

type Style = { readonly paint: Paint; readonly world: ReporterWorld | undefined };

function linesOf(event: BatchEvent, state: BatchState, style: Style): readonly string[] {
  const { paint } = style;
  switch (event.type) {
    case 'batch-started':
      return [startLine(event)];
    case 'file-started':
      return state.started?.jobs === 1 ? [] : [paint('dim', `▶ ${runTitle(event, state)} started`)];
    case 'file-finished':
      return finishLines(event, paint);
    case 'batch-finished':
      return batchSummary(state, style);
    default:
      return event satisfies never;
  }
}

function startLine({ files, jobs, shard }: Extract<BatchEvent, { type: 'batch-started' }>): string {
  const part = shard === undefined ? '' : `, shard ${shard.index}/${shard.of} of ${shard.total}`;
  if (files.length < 2) return `${files.length === 0 ? 'no file to run' : '1 file'}${part}`;
  return `${counted(files.length, 'file')}${part}, ${jobs === 1 ? 'one after another' : `${jobs} at a time`}`;
}

/** `labs/lab2.md`, `labs/lab2.md (run 2 of 3)`. */
export function runTitle({ file, nth }: RunName, { started }: Pick<BatchState, 'started'>): string {
  const most = (started?.retries ?? 0) + 1;
  return nth === 1 ? printable(file) : `${printable(file)} (run ${nth} of ${most})`;
}

/** `✓ labs/lab2.md passed in 3.2 s`. */
export function finishTitle(event: FileFinished): string {
  const { file, flaky, runs, spentMs, reason } = event;
  const { mark, word } = outcomeOf(event);
  const time = runs === 0 ? '' : ` in ${duration(spentMs)}`;
  const tries = runs < 2 ? '' : flaky ? `: it passed in run ${runs}` : `: it ran ${counted(runs, 'time')}`;
  return `${mark} ${printable(file)} ${word}${time}${tries}${reason === undefined ? '' : `: ${printable(reason)}`}`;
}

function finishLines(event: FileFinished, paint: Paint): readonly string[] {
  const said = (event.said ?? '').trimEnd();
  const lines = said === '' ? [] : said.split('\n').map((line) => `  ${printable(line)}`);
  return [...lines, paint(outcomeOf(event).style, finishTitle(event))];
}

function isSame(one: RunName, other: RunName): boolean {
  return one.file === other.file && one.nth === other.nth;
}
