import type { Failure } from '../model/event.ts';
import type { Output } from '../model/output.ts';
import type { Span } from '../model/source.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Place, StatementState } from '../run/state.ts';
import { commandOf, type Lines } from './lines.ts';
import { clip, counted, duration, printable } from './style.ts';

/** Lines of an output's start and of its end that are shown. */
const shownLines = 10;

/** Characters of such a line: error messages are long, and their end is what counts. */
const shownWidth = 500;

/**
 * Everything about a statement that did not pass: where, what was expected, what came, how often it was tried, and
 * what it printed.
 */
export function failureText(
  place: Place & { readonly state: StatementState },
  failure: Failure | undefined,
  lines: Lines,
): readonly string[] {
  const { paint, options } = lines;
  const { statement, state } = place;
  const own =
    failure === undefined || failure.kind === 'expectations'
      ? []
      : ownFailure(statement.span, failure, lines);
  const unmet = state.verdicts.filter(({ judgement }) => !judgement.met);
  const rows: readonly [string, string][] = [
    ['command', `${clip(commandOf(statement), options.columns - 30)}${exits(state.output)}`],
    ...tries(state, lines),
  ];
  return [
    '',
    ...own,
    ...unmet.flatMap((verdict) => unmetText(verdict, lines)),
    ...rows.map(([label, value]) => `    ${paint('dim', label.padEnd(9))} ${value}`),
    ...(state.output === undefined ? [] : outputText(state.output, lines)),
    '',
  ];
}

function ownFailure(
  span: Span,
  failure: Exclude<Failure, { kind: 'expectations' }>,
  { paint }: Lines,
): readonly string[] {
  const hint = 'hint' in failure ? failure.hint : undefined;
  return [
    `  ${paint('bold', at(span))}  ${paint('red', printable(failure.message))}`,
    ...(hint === undefined ? [] : [`    ${paint('cyan', 'hint'.padEnd(9))} ${hint}`]),
  ];
}

function unmetText({ expectation, judgement }: Verdict, lines: Lines): readonly string[] {
  if (judgement.met) return [];
  const { paint, options } = lines;
  const { expected, actual, closest, hint } = judgement;
  const row = (label: string, value: string): string =>
    `    ${paint('dim', label.padEnd(9))} ${clip(printable(value), options.columns - 14)}`;
  const near = closest === undefined ? [] : closestText(closest, lines);
  return [
    `  ${paint('bold', at(expectation.span))}  ${paint('red', printable(expectation.source.replace(/^# /, '')))}`,
    row('expected', expected),
    ...(closest?.line === actual ? [] : [row('actual', actual.split('\n')[0] ?? '')]),
    ...near,
    ...(hint === undefined ? [] : [`    ${paint('cyan', 'hint'.padEnd(9))} ${hint}`]),
  ];
}

type Closest = {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly expected: string;
};

/** The line that came nearest, with the first field that differs marked. */
function closestText({ line, from, to, expected }: Closest, { paint, options }: Lines): readonly string[] {
  const room = options.columns - 14;
  const characters = [...line.replaceAll('\t', ' ')];
  const start = from - 1 > room - 20 ? Math.max(0, from - 1 - Math.floor(room / 2)) : 0;
  const lead = start > 0 ? '…' : '';
  const shown = clip(lead + printable(characters.slice(start).join('')), room);
  const indent = from - 1 - start + lead.length;
  const marks = '^'.repeat(Math.max(1, Math.min(to - from, room - indent)));
  return [
    `    ${paint('dim', 'closest'.padEnd(9))} ${shown}`,
    `    ${' '.repeat(10 + indent)}${paint(['red', 'bold'], marks)} ${printable(expected)}`,
  ];
}

function exits(output: Output | undefined): string {
  if (output === undefined) return '';
  const members = output.pipeStatus.length > 1 ? output.pipeStatus : [output.exitCode ?? 'none'];
  return `  (exit ${members.join(' | ')}, ${duration(output.durationMs)})`;
}

function tries(state: StatementState, { state: run }: Lines): readonly [string, string][] {
  if (state.attempts < 2) return [];
  return [['tries', `${state.attempts} in ${duration(run.elapsedMs - state.startedAtMs)}; this is the last`]];
}

function outputText({ stdout, stderr }: Output, lines: Lines): readonly string[] {
  const shown = [...streamText('output', stdout.text, lines), ...streamText('stderr', stderr.text, lines)];
  return shown.length > 0 ? shown : [`    ${lines.paint('dim', 'output'.padEnd(9))} none`];
}

function streamText(label: string, text: string, { paint }: Lines): readonly string[] {
  const all = text.replace(/\n+$/, '').split('\n');
  if (text.trim() === '') return [];
  const left = all.length - 2 * shownLines;
  const middle = left > 1 ? [`… ${counted(left, 'line')} more …`] : all.slice(shownLines, -shownLines);
  const some =
    all.length > 2 * shownLines ? [...all.slice(0, shownLines), ...middle, ...all.slice(-shownLines)] : all;
  return some.map((line, index) => {
    const name = paint('dim', (index === 0 ? label : '').padEnd(9));
    return `    ${name} ${clip(printable(line), shownWidth)}`;
  });
}

function at({ file, start }: Span): string {
  return `${file}:${start.line}:${start.column}`;
}
