import { isBad } from '../../judge/outcome.ts';
import type { RunName } from '../../model/batch.ts';
import type { BatchReporterFactory, ReporterWorld } from '../../model/reporter.ts';
import { initialState, type RunState } from '../../run/state.ts';
import { annotation } from '../annotation.ts';
import { diagnosticAnnotation, faultAnnotations, gapAnnotations, guarded, summarize } from '../github.ts';
import { workflowCommand } from '../workflow-command.ts';
import { batchMarkdownPage } from './markdown.ts';
import { type FileState, initialBatch, isOfRun, reduceBatch } from './state.ts';
import { batchText, finishTitle, runTitle } from './text.ts';

/**
 * For a step of GitHub Actions: the report of each run folded, below it annotations, errors if the file did not pass
 * and warnings if it did later; one page about all as the job's summary.
 */
export const batchGithub: BatchReporterFactory = (write, options) => {
  let state = initialBatch;
  let open: RunName | undefined;
  const { world } = options;
  const log = batchText((printed) => write(guarded(printed)), { ...options, color: false });
  const close = (): void => {
    if (open !== undefined) write(`${workflowCommand('endgroup', {}, '')}\n`);
    open = undefined;
  };
  return {
    onEvent: (event) => {
      state = reduceBatch(state, event);
      if (!isOfRun(event)) close();
      else if (event.run.file !== open?.file || event.run.nth !== open.nth) {
        close();
        open = event.run;
        write(`${workflowCommand('group', {}, runTitle(event.run, state))}\n`);
      }
      log.onEvent(event);
      if (event.type !== 'file-finished') return;
      const file = state.files[event.file];
      for (const line of file === undefined ? [] : fileAnnotations(file, world)) write(`${line}\n`);
      const last = file?.runs.at(-1) ?? initialState;
      for (const runbook of Object.values(last.runbooks)) write(gapAnnotations(runbook, last, world));
    },
    finish: async () => {
      close();
      summarize((limit) => batchMarkdownPage(state, { limit, world }), write, world);
    },
  };
};

/** Of a file that passed in the end, what was wrong before; else what is wrong with the last run. */
function fileAnnotations({ runs, finished }: FileState, world: ReporterWorld | undefined): readonly string[] {
  if (finished === undefined) return [];
  if (finished.flaky) {
    return runs.slice(0, -1).flatMap((run) => runAnnotations(run, 'warning', world));
  }
  const last = runs.at(-1);
  const lines = last === undefined ? [] : runAnnotations(last, 'error', world);
  if (!isBad(finished.outcome) || (lines.length > 0 && finished.reason === undefined)) return lines;
  const { file } = finished;
  const whole = { severity: 'error', title: file, message: finishTitle(finished), file } as const;
  return [...lines, annotation(whole, world)];
}

function runAnnotations(
  run: RunState,
  severity: 'error' | 'warning',
  world: ReporterWorld | undefined,
): readonly string[] {
  const places = Object.values(run.runbooks).flatMap(({ index, statements }) =>
    [...index.values()].flatMap((place) => {
      const state = statements[place.at];
      return state === undefined || !isBad(state.outcome ?? 'skipped') ? [] : [{ ...place, state }];
    }),
  );
  const flaky = severity === 'warning' ? 'flaky: ' : '';
  return [
    ...run.diagnostics.map((diagnostic) =>
      diagnosticAnnotation(severity === 'warning' ? { ...diagnostic, severity } : diagnostic, world),
    ),
    ...places.flatMap((place) => faultAnnotations(place, { severity, prefix: flaky, world })),
  ];
}
