import { appendFileSync, statSync } from 'node:fs';
import { printable } from '../diagnostics/printable.ts';
import { isBad } from '../judge/outcome.ts';
import { diagnosticCodes } from '../model/codes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReporterFactory, ReporterWorld } from '../model/reporter.ts';
import { gapsOf } from '../run/gaps.ts';
import { placeOf, reduce } from '../run/reduce.ts';
import { initialState, type RunbookState, type RunState } from '../run/state.ts';
import { annotation } from './annotation.ts';
import { failureReport, type PlaceState } from './failure.ts';
import { type Fault, faultsOf } from './fault.ts';
import { gapsText, shownLine } from './gaps-text.ts';
import { commandOf } from './lines.ts';
import { markdownReport } from './markdown.ts';
import { opaqueLines, opaqueWords } from './opaque-text.ts';
import { clip } from './style.ts';
import { stepTitle, text } from './text.ts';
import { workflowCommand } from './workflow-command.ts';

/**
 * For a step of GitHub Actions: what the text reporter says, folded by steps; an annotation on the line of each failure;
 * and the page of the markdown reporter as the job's summary.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: ReporterFactory = (write, options) => {
  let state = initialState;
  let heading = false;
  let open = false;
  /** Of the step that runs: shown below its fold, where they are seen without opening it. */
  let failed: readonly string[] = [];
  const log = text((printed) => void (heading || write(guarded(printed))), { ...options, color: false });
  const close = (): void => {
    if (open) write(`${workflowCommand('endgroup', {}, '')}\n`);
    open = false;
    for (const line of failed.flatMap((id) => annotations(id, state, options.world))) write(`${line}\n`);
    failed = [];
  };
  return {
    onEvent: (event) => {
      state = reduce(state, event);
      if (event.type === 'run-finished') close();
      heading = event.type === 'step-started';
      if (event.type === 'step-started') {
        write(`${workflowCommand('group', {}, stepTitle(event.step, state))}\n`);
        open = true;
      }
      log.onEvent(event);
      if (event.type === 'statement-finished' && isBad(event.outcome)) failed = [...failed, event.statement];
      if (event.type === 'step-finished') close();
      if (event.type === 'runbook-finished')
        write(gapAnnotations(state.runbooks[event.file], state, options.world));
      if (event.type === 'diagnostic') write(`${diagnosticAnnotation(event.diagnostic, options.world)}\n`);
    },
    finish: async () => {
      close();
      summarize((limit) => markdownReport(state, { limit, world: options.world }), write, options.world);
    },
  };
};

/** Notices of what a runbook did not do, at the first such place: a green check mark says nothing of it. */
export function gapAnnotations(
  runbook: RunbookState | undefined,
  run: Pick<RunState, 'opaque'>,
  world: ReporterWorld | undefined,
): string {
  if (runbook?.runbook === undefined) return '';
  const { file, runbook: page, outcome } = runbook;
  const gaps = gapsOf(runbook);
  const notRun = [...gapsText(gaps), ...page.notRun.map(shownLine)];
  const notices = [
    ...(notRun.length === 0 ? [] : [{ title: 'Not run', message: notRun.join('\n') }]),
    ...(gaps.unchecked === 0 ? [] : [{ title: 'Nothing is checked', message: `${file} has no check` }]),
    ...(run.opaque.length === 0
      ? []
      : [{ title: opaqueWords(run.opaque) ?? '', message: opaqueLines(run).join('\n') }]),
    ...(outcome === 'skipped' ? [{ title: 'Ran nothing', message: `Nothing of ${file} ran` }] : []),
  ];
  const [first] = page.notRun;
  return notices
    .map(({ title, message }) =>
      annotation({ severity: 'note', title, message, file, span: first?.span }, world),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function annotations(id: string, state: RunState, world: ReporterWorld | undefined): readonly string[] {
  const place = placeOf(state, id);
  return place === undefined ? [] : faultAnnotations(place, { severity: 'error', world });
}

/** How annotations are made: `prefix` stands before each title. */
type Annotating = {
  readonly severity: 'error' | 'warning';
  readonly prefix?: string;
  readonly world: ReporterWorld | undefined;
};

/** An annotation for each thing that is wrong with a statement. */
export function faultAnnotations(
  place: PlaceState,
  { severity, prefix = '', world }: Annotating,
): readonly string[] {
  const command = clip(commandOf(place.statement), 200);
  const report = failureReport(place);
  const cause = report.diagnosis?.cause;
  return faultsOf(report).map(({ span, title, message, hint }: Fault) => {
    const lines = [
      message,
      ...(title === command ? [] : [`command: ${command}`]),
      ...(cause === undefined ? [] : [`cause: ${printable(cause)}`]),
      ...(hint === undefined ? [] : [hint]),
    ];
    return annotation({ severity, title: prefix + title, message: lines.join('\n'), span }, world);
  });
}

/** An annotation of what is wrong with a document or the environment. */
export function diagnosticAnnotation(diagnostic: Diagnostic, world: ReporterWorld | undefined): string {
  const { severity, code, message, hint, span } = diagnostic;
  const title = `${diagnosticCodes[code]} (${code})`;
  return annotation({ severity, title, message: hint ? `${message} ${hint}` : message, span }, world);
}

/**
 * Lines that the runner would take for commands are shown as they are: it reads `::` behind blanks, and `##[`
 * anywhere in a line (actions/runner, ActionCommand.cs), but none of it until it meets the token.
 */
export function guarded(printed: string): string {
  if (!/^\s*::|##\[/m.test(printed)) return printed;
  const token = crypto.randomUUID();
  return [workflowCommand('stop-commands', {}, token), printed.replace(/\n$/, ''), `::${token}::`, ''].join(
    '\n',
  );
}

/** Bytes of the summary of one step; the page of an earlier run in the same step is in the file already. */
const mostSummaryBytes = 1024 * 1024;

/** Adds a page to the summary of the job, where there is one; `page` makes one of at most so many bytes. */
export function summarize(
  page: (limit: number) => string,
  write: (text: string) => void,
  world: ReporterWorld | undefined,
): void {
  const file = world?.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    const there = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(file, page(mostSummaryBytes - there));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    write(`${workflowCommand('warning', {}, `The job summary could not be written: ${why}`)}\n`);
  }
}
