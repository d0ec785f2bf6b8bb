import { printable } from '../diagnostics/printable.ts';
import { isBad } from '../judge/outcome.ts';
import type { Case } from './cases.ts';
import type { PlaceState } from './failure.ts';
import { faultLine, faultsOf } from './fault.ts';
import { commandLines } from './lines.ts';
import { plainFailure } from './plain-failure.ts';
import { counted } from './style.ts';
import type { XmlElement } from './xml.ts';

/** Characters of a case's commands and what they printed: servers keep every report in memory. */
const mostCharacters = 16_000;

/** `earlier` is what the same case came to in earlier runs of the file, if it was run again. */
type CaseFacts = { readonly classname: string; readonly time: string; readonly earlier: readonly Case[] };

/** A case with its result, what it came to before, and what it printed. */
export function caseElement(item: Case, { classname, time, earlier }: CaseFacts): XmlElement {
  const printed = bounded(item.statements.flatMap(printedLines).join('\n'));
  const output = printed === '' ? [] : [{ name: 'system-out', content: printed }];
  return {
    name: 'testcase',
    attributes: { classname, name: item.name, time },
    content: [...resultOf(item), ...earlier.flatMap((before) => rerunOf(before, item)), ...output],
  };
}

type Skipped = { readonly classname: string; readonly name: string; readonly reason: string };

/** A case that stands for a whole runbook of which nothing ran. */
export function skippedCase({ classname, name, reason }: Skipped): XmlElement {
  const content = [{ name: 'skipped', attributes: { message: reason } }];
  return { name: 'testcase', attributes: { classname, name, time: '0.000' }, content };
}

/** A case that stands for something wrong with the whole run. */
export function problemCase(problem: {
  readonly classname: string;
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
}): XmlElement {
  const { classname, name, message, hint } = problem;
  const attributes = { type: 'run', message };
  const error = { name: 'error', attributes, content: hint === undefined ? message : `${message}\n${hint}` };
  return { name: 'testcase', attributes: { classname, name, time: '0.000' }, content: [error] };
}

function resultOf(item: Case): readonly XmlElement[] {
  switch (item.outcome) {
    case 'passed':
      return [];
    case 'skipped':
      return [{ name: 'skipped', attributes: { message: item.reason ?? '' } }];
    case 'failed':
      return [failure(item, 'failure')];
    case 'errored':
    case 'cancelled':
      return [failure(item, 'error')];
    default:
      return item.outcome satisfies never;
  }
}

/**
 * How an earlier run of a case is told, so that a case that passed in the end is known to be flaky.
 * @see https://maven.apache.org/surefire/maven-surefire-plugin/examples/rerun-failing-tests.html
 */
function rerunOf(before: Case, now: Case): readonly XmlElement[] {
  if (!isBad(before.outcome)) return [];
  const word = before.outcome === 'failed' ? 'Failure' : 'Error';
  const { attributes = {}, content = '' } = failure(before, 'failure');
  const name = isBad(now.outcome) ? `rerun${word}` : `flaky${word}`;
  return [{ name, attributes, content: [{ name: 'stackTrace', content }] }];
}

function failure({ failures, outcome, reason }: Case, name: 'failure' | 'error'): XmlElement {
  const [first, ...more] = failures.flatMap(faultsOf);
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const message = first === undefined ? (reason ?? outcome) : faultLine(first) + others;
  const text = failures.map((report) => plainFailure(report).join('\n').trimStart()).join('\n\n');
  return { name, attributes: { type: outcome, message }, content: text };
}

function printedLines({ statement, state: { output } }: PlaceState): readonly string[] {
  if (output === undefined) return [];
  const [first = '', ...rest] = commandLines(statement);
  const streams = [output.stdout.text, output.stderr.text].filter((text) => text !== '');
  return [
    `$ ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...streams.flatMap((text) =>
      text
        .trimEnd()
        .split(/\r\n|\r|\n/)
        .map(printable),
    ),
  ];
}

/** The start and the end of a long text. */
function bounded(text: string): string {
  if (text.length <= mostCharacters) return text;
  const half = mostCharacters / 2;
  const left = counted(text.length - mostCharacters, 'character');
  return `${text.slice(0, half)}\n… ${left} more …\n${text.slice(-half)}`;
}
