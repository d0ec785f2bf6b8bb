import { formatDiagnostic } from '../diagnostics/format.ts';
import { harmless, printable } from '../diagnostics/printable.ts';
import { readable } from '../expectations/readable.ts';
import type { RunEvent } from '../model/event.ts';
import type { ReporterFactory } from '../model/reporter.ts';
import type { Statement } from '../model/runbook.ts';
import type { Judgement } from '../model/verdict.ts';
import { placeOf, reduce } from '../run/reduce.ts';
import { initialState, type RunState } from '../run/state.ts';
import { failureReport } from './failure.ts';
import { commandOf, expectationTitle, type Lines } from './lines.ts';
import { quietly } from './quiet.ts';
import { clip, duration, lastState, outcomeMarks, type Paint, painter } from './style.ts';
import { diagnosisText } from './text-diagnosis.ts';
import { failureText } from './text-failure.ts';
import { summaryText } from './text-summary.ts';
import { WholeLines } from './whole-lines.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** Plain lines for people and logs: steps, statements, checks; a failure at length; a summary. */
export const text: ReporterFactory = (write, options) => {
  const paint = painter(options.color);
  let state = initialState;
  const printed = options.verbose ? liveOutput(paint) : () => [];
  const shown = options.quiet ? quietly() : (_: RunEvent, lines: readonly string[]) => lines;
  return {
    onEvent: (event) => {
      state = reduce(state, event);
      const lines = shown(event, [...printed(event), ...linesOf(event, { state, paint, options })]);
      if (lines.length > 0) write(`${harmless(lines.join('\n'), options)}\n`);
    },
  };
};

function linesOf(event: RunEvent, lines: Lines): readonly string[] {
  const { paint, options, state } = lines;
  switch (event.type) {
    case 'run-started':
      return headerLines(event, paint);
    case 'diagnostic':
      return ['', formatDiagnostic(event.diagnostic, sourceOf(event, state), options)];
    case 'notice':
      return [paint('yellow', `  note: ${printable(event.message)}`)];
    case 'runbook-started':
      return runbookLines(event, paint);
    case 'runbook-skipped':
      return ['', paint('dim', `- ${event.file} skipped: ${event.reason}`)];
    case 'runbook-reloaded':
      return [
        '',
        paint('yellow', `  note: another text of ${event.runbook.source.file} was taken over by hand`),
      ];
    case 'went-back':
      return ['', paint('yellow', `  note: back to \`${event.step}\` by hand`)];
    case 'cleanup-started':
      return ['', paint('bold', `Cleanup of ${event.file}`)];
    case 'step-started':
      return ['', paint('bold', stepTitle(event.step, state))];
    case 'step-finished':
      return stepLines(event, lines);
    case 'attempt-finished':
      return attemptLines(event, lines);
    case 'statement-finished':
      return statementLines(event, lines);
    case 'diagnosis':
      return diagnosisText(event, lines);
    case 'run-finished':
      return summaryText(lines);
    case 'output':
    case 'statement-started':
    case 'statement-ready':
    case 'seen-again':
    case 'runbook-finished':
    case 'run-paused':
    case 'run-resumed':
    case 'left-behind':
    case 'opaque-images':
      return [];
    default:
      return event satisfies never;
  }
}

function headerLines({ target }: EventOf<'run-started'>, paint: Paint): readonly string[] {
  const clusters = target.clusters.map(({ variable, context }) => `${variable}=${context}`).join(' ');
  const name = target.simulated ? paint(['yellow', 'bold'], 'SIMULATED') : paint('bold', target.name);
  return [
    `target  ${name}  ${printable(target.summary)}${clusters === '' ? '' : `  ${paint('dim', clusters)}`}`,
  ];
}

function runbookLines({ runbook, reason }: EventOf<'runbook-started'>, paint: Paint): readonly string[] {
  const why = reason === 'required' ? '  (required)' : '';
  return [
    '',
    `${paint(['bold', 'underline'], printable(runbook.title))}  ${paint('dim', runbook.source.file + why)}`,
  ];
}

function stepLines(
  { step, outcome, reason }: EventOf<'step-finished'>,
  { state, paint }: Lines,
): readonly string[] {
  if (outcome !== 'skipped' || reason === 'not selected') return [];
  return ['', `${paint('dim', `- ${stepTitle(step, state)}`)}  ${paint('dim', `skipped: ${reason ?? ''}`)}`];
}

/** Output as it comes, in whole lines; the last one may have no end. */
function liveOutput(paint: Paint): (event: RunEvent) => readonly string[] {
  const lines = new WholeLines();
  const pieces = (event: RunEvent): readonly EventOf<'output'>[] => {
    if (event.type === 'output') return [lines.add(event) ?? []].flat();
    if (event.type === 'attempt-finished') return lines.rest(event.statement);
    return event.type === 'run-finished' ? lines.rest() : [];
  };
  return (event) => pieces(event).flatMap((piece) => outputLines(piece, paint));
}

function outputLines({ text: printed, stream, late }: EventOf<'output'>, paint: Paint): readonly string[] {
  const mark = stream === 'stderr' ? '!' : '|';
  return readable(printed)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => paint('dim', `    ${late ? 'late ' : ''}${mark} `) + printable(lastState(line)));
}

function attemptLines(
  { output, retryInMs }: EventOf<'attempt-finished'>,
  { paint, options }: Lines,
): readonly string[] {
  const deleted = (output.applied ?? []).filter(({ result }) => result === 'deleted');
  const again = options.verbose && retryInMs !== undefined ? [`  … again in ${duration(retryInMs)}`] : [];
  return [
    ...again.map((line) => paint('dim', line)),
    ...deleted.map(({ resource, name }) => `  ${paint('green', '✓')} ${resource}/${name} deleted`),
  ];
}

function statementLines(event: EventOf<'statement-finished'>, lines: Lines): readonly string[] {
  const { state, paint, options } = lines;
  const place = placeOf(state, event.statement);
  if (place === undefined) return [];
  if (event.outcome === 'skipped') return skippedLines(event, place.statement, lines);
  const { mark, style } = outcomeMarks[event.outcome];
  const { attempts, retries, startedAtMs, verdicts } = place.state;
  const spent = attempts === 0 ? '' : `  ${paint('dim', duration(state.elapsedMs - startedAtMs))}`;
  const tries = attempts > 1 ? paint('dim', ` in ${attempts} tries`) : '';
  const byHand = retries > 0 ? paint('yellow', '  on a retry by hand') : '';
  const command = clip(commandOf(place.statement), options.columns - 16);
  const met = verdicts.filter(({ judgement }) => judgement.met);
  return [
    `  ${paint(style, mark)} ${command}${spent}${tries}${byHand}`,
    ...met.map(
      ({ expectation, judgement }) =>
        `      ${paint('green', '✓')} ${paint('dim', clip(expectationTitle(expectation), options.columns - 20) + byText(judgement))}`,
    ),
    ...(event.outcome === 'passed'
      ? []
      : failureText(failureReport(place, state.runbooks[state.current ?? '']), lines)),
  ];
}

/** Which of several commands met a check. */
function byText(judgement: Judgement): string {
  return judgement.met && judgement.by !== undefined ? `  (line ${judgement.by.line})` : '';
}

/** One line for a block that is left out, unless its whole step is. */
function skippedLines(
  { reason }: EventOf<'statement-finished'>,
  statement: Statement,
  { state, paint, options }: Lines,
): readonly string[] {
  const runbook = state.runbooks[state.current ?? ''];
  const { step } = runbook?.index.get(statement.id) ?? {};
  if (step !== runbook?.startedStep && reason !== undefined && !options.verbose) return [];
  return [paint('dim', `  - ${clip(commandOf(statement), options.columns - 40)}  skipped: ${reason ?? ''}`)];
}

/** The title of a step of the current runbook. */
export function stepTitle(id: string, state: RunState): string {
  const steps = state.runbooks[state.current ?? '']?.runbook?.steps ?? [];
  return printable(steps.find((step) => step.id === id)?.title ?? id);
}

function sourceOf({ diagnostic }: EventOf<'diagnostic'>, state: RunState): string | undefined {
  return state.runbooks[diagnostic.span?.file ?? '']?.runbook?.source.text;
}
