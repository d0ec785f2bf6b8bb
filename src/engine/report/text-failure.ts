import { printable } from '../diagnostics/printable.ts';
import { readable } from '../expectations/readable.ts';
import type { Point, Span } from '../model/source.ts';
import type { FailureReport } from './failure.ts';
import { commandLines, expectationTitle, type Lines, placeOfExpectation } from './lines.ts';
import { clip, counted, duration, lastState, type Paint } from './style.ts';

/** How a failure is shown; what is shown is all in its report. */
type TextStyle = Pick<Lines, 'paint' | 'options'>;

/** Lines of an output's start and of its end that are shown. */
const shownLines = 10;

/** Characters of such a line: error messages are long, and their end is what counts. */
const shownWidth = 500;

/** Columns before what stands behind a label. */
const indent = 14;

/**
 * Everything about a statement that did not pass: where, what was expected, what came, how often it was tried, and
 * what it printed.
 */
export function failureText(report: FailureReport, lines: TextStyle): readonly string[] {
  return [
    '',
    ...ownText(report, lines),
    ...report.unmet.flatMap((check) => unmetText(check, lines)),
    ...commandText(report, lines),
    ...triesText(report, lines),
    ...outputText(report, lines),
    ...aboveText(report, lines),
    '',
  ];
}

function ownText({ own }: FailureReport, { paint }: TextStyle): readonly string[] {
  if (own === undefined) return [];
  return [
    `  ${paint('bold', at({ ...own.span.start, file: own.span.file }))}  ${paint('red', printable(own.message))}`,
    ...hintText(own.hint, paint),
  ];
}

function unmetText(
  { expectation, judgement }: FailureReport['unmet'][number],
  { paint, options }: TextStyle,
): readonly string[] {
  const { expected, actual, at: line, closest, hint } = judgement;
  const place = placeOfExpectation(expectation, line);
  const width = options.columns - indent;
  const row = (label: string, value: string) => labelled(label, clip(printable(value), width), paint);
  return [
    `  ${paint('bold', at(place))}  ${paint('red', expectationTitle(expectation))}`,
    row('expected', expected),
    ...(closest?.line === actual ? [] : [row('actual', actual.split('\n')[0] ?? '')]),
    ...(closest === undefined ? [] : closestText(closest, width, paint)),
    ...hintText(hint, paint),
  ];
}

type Closest = NonNullable<FailureReport['unmet'][number]['judgement']['closest']>;

/** The line that came nearest, with the first field that differs marked. */
function closestText(
  { line, from, to, expected, number, of }: Closest,
  width: number,
  paint: Paint,
): readonly string[] {
  const place = number === undefined || of === undefined || of < 2 ? '' : `  (line ${number} of ${of})`;
  const room = Math.max(30, width - place.length);
  const characters = [...line.replaceAll('\t', ' ')];
  const start = from - 1 > room - 20 ? Math.max(0, from - 1 - Math.floor(room / 2)) : 0;
  const lead = start > 0 ? '…' : '';
  const shown = clip(lead + printable(characters.slice(start).join('')), room);
  const before = from - 1 - start + lead.length;
  const marks = '^'.repeat(Math.max(1, Math.min(to - from, room - before)));
  return [
    labelled('closest', shown + paint('dim', place), paint),
    `${' '.repeat(indent + before)}${paint(['red', 'bold'], marks)} expected ${printable(expected)}`,
  ];
}

function commandText(report: FailureReport, { paint, options }: TextStyle): readonly string[] {
  const { statement, output, exits } = report;
  const codes = exits.map((code) => code ?? 'none').join(' | ');
  const facts = output === undefined ? '' : `  (exit ${codes}, ${duration(output.durationMs)})`;
  const written = commandLines(statement).map((line) => clip(line, options.columns - indent));
  const room = options.columns - indent - facts.length;
  const last = written.length - 1;
  const fits = written[last] !== undefined && [...written[last]].length <= room;
  const rows = fits || facts === '' ? written.with(last, written[last] + facts) : [...written, facts.trim()];
  return rows.map((row, index) => labelled(index === 0 ? 'command' : '', row, paint));
}

function triesText({ attempts, spentMs }: FailureReport, { paint }: TextStyle): readonly string[] {
  if (attempts < 2) return [];
  return [labelled('tries', `${attempts} in ${duration(spentMs)}; this is the last`, paint)];
}

function outputText({ output }: FailureReport, { paint }: TextStyle): readonly string[] {
  if (output === undefined) return [];
  const shown = [
    ...streamText('output', output.stdout.text, paint),
    ...streamText('stderr', output.stderr.text, paint),
  ];
  return shown.length > 0 ? shown : [labelled('output', 'none', paint)];
}

/** What else an expectation judged: commands that printed something. */
function aboveText({ above }: FailureReport, { paint, options }: TextStyle): readonly string[] {
  return above.flatMap(({ statement, output }) => {
    const printed = [
      ...streamText('output', output.stdout.text, paint),
      ...streamText('stderr', output.stderr.text, paint),
    ];
    if (printed.length === 0) return [];
    const written = commandLines(statement).map((line) => clip(line, options.columns - indent));
    return [...written.map((row, index) => labelled(index === 0 ? 'above' : '', row, paint)), ...printed];
  });
}

function streamText(label: string, text: string, paint: Paint): readonly string[] {
  // Of a progress bar the last state is shown.
  const all = readable(text).replace(/\n+$/, '').split('\n');
  if (text.trim() === '') return [];
  const left = all.length - 2 * shownLines;
  const middle = left > 1 ? [`… ${counted(left, 'line')} more …`] : all.slice(shownLines, -shownLines);
  const some =
    all.length > 2 * shownLines ? [...all.slice(0, shownLines), ...middle, ...all.slice(-shownLines)] : all;
  return some.map((line, index) =>
    labelled(index === 0 ? label : '', clip(printable(lastState(line)), shownWidth), paint),
  );
}

function hintText(hint: string | undefined, paint: Paint): readonly string[] {
  return hint === undefined ? [] : [`    ${paint('cyan', 'hint'.padEnd(9))} ${hint}`];
}

function labelled(label: string, value: string, paint: Paint): string {
  return `    ${paint('dim', label.padEnd(9))} ${value}`;
}

function at({ file, line, column }: Pick<Span, 'file'> & Pick<Point, 'line' | 'column'>): string {
  return `${file}:${line}:${column}`;
}
