import { printable } from '../diagnostics/printable.ts';
import type { Expectation } from '../model/runbook.ts';
import type { Point, Span } from '../model/source.ts';
import type { FailureReport, UnmetCheck } from './failure.ts';
import { commandOf, expectationTitle, placeOfExpectation } from './lines.ts';
import { clip } from './style.ts';

/** A stretch of a file by lines and columns; the end is exclusive. */
export type LineSpan = {
  readonly file: string;
  readonly start: Pick<Point, 'line' | 'column'>;
  readonly end: Pick<Point, 'line' | 'column'>;
};

/**
 * One thing that is wrong, on the line that says how it should be: what an annotation or the headline of a test case
 * tells of a failure. `title` and `message` are one line each.
 */
export type Fault = {
  readonly span: LineSpan;
  readonly title: string;
  readonly message: string;
  readonly hint?: string;
};

/** Characters of what was expected and of what came: a line of output may be a megabyte. */
const mostCharacters = 300;

/** Everything wrong with a statement: what its command came to, then each expectation that is not met. */
export function faultsOf({ statement, own, unmet }: FailureReport): readonly Fault[] {
  const command = clip(commandOf(statement), mostCharacters);
  return [...(own === undefined ? [] : [fault({ ...own, title: command })]), ...unmet.map(unmetFault)];
}

/** `labs/lab2.md:12:1 expect: HTTP 200: expected HTTP 200; got HTTP 503`. */
export function faultLine({ span, title, message }: Fault): string {
  return `${span.file}:${span.start.line}:${span.start.column} ${title}: ${message}`;
}

function unmetFault({ expectation, judgement }: UnmetCheck): Fault {
  const { expected, actual, at, closest, hint } = judgement;
  const { line, number, of } = closest ?? { line: actual.split('\n')[0] ?? '' };
  const which = number === undefined || of === undefined || of < 2 ? '' : ` (line ${number} of ${of})`;
  const came = closest === undefined ? 'got' : `closest${which}`;
  return fault({
    span: spanOf(expectation, at),
    title: expectationTitle(expectation),
    message: `expected ${short(expected)}; ${came}: ${short(line)}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

function fault({ span, title, message, hint }: Fault & { readonly span: LineSpan | Span }): Fault {
  return {
    span,
    title,
    message: printable(message),
    ...(hint === undefined ? {} : { hint: printable(hint) }),
  };
}

/** The whole expectation, or the one line of a fence that is not met. */
function spanOf(expectation: Expectation, at: number | undefined): LineSpan {
  if (at === undefined) return expectation.span;
  const { file, line, column } = placeOfExpectation(expectation, at);
  const written = expectation.source.split(/\r\n|\r|\n/)[at] ?? '';
  return { file, start: { line, column }, end: { line, column: Math.max(column, written.length) + 1 } };
}

function short(text: string): string {
  return clip(printable(text), mostCharacters);
}
