import { printable } from '../diagnostics/printable.ts';
import { linesOf, readable } from '../expectations/readable.ts';
import type { Outcome, Output } from '../model/output.ts';
import type { Block, Statement, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { commandLines } from '../report/lines.ts';
import { targetLine } from '../report/markdown.ts';
import { codeBlock, codeSpan, markdownText } from '../report/markdown-text.ts';
import { duration, outcomeMarks } from '../report/style.ts';
import type { RunbookState, StatementState } from '../run/state.ts';
import type { ReadJournal } from './read-journal.ts';

/** Lines of a command's output that are shown; of longer output the first and the last. */
const mostLines = 40;

/**
 * What happened in a run, as Markdown for the record of an incident: who, where, when, with which inputs, and each
 * command with its time, its outcome and what it printed.
 */
export function journalReport(journal: ReadJournal): string {
  const { state } = journal;
  const runbooks = Object.values(state.runbooks).flatMap((runbook) => runbookLines(runbook, journal));
  return `${[...headLines(journal), ...runbooks].join('\n').trimEnd()}\n`;
}

function headLines({ head, state, lastAt }: ReadJournal): readonly string[] {
  const { startedAt, user, host, folder, by, inputs } = head;
  const titles = state.planned.filter(({ reason }) => reason === 'asked').map(({ title }) => title);
  const ended =
    state.outcome === undefined
      ? `**The journal ends at ${lastAt} without the end of the run.**`
      : `Ended ${lastAt}: ${mark(state.outcome)}, after ${duration(state.elapsedMs)}.`;
  return [
    `# ${markdownText(printable(titles.join(', ') || 'A run that did not begin'))}`,
    '',
    `Started ${startedAt} by ${codeSpan(`${user}@${host}`)} in ${codeSpan(printable(folder))}, with ${markdownText(by)}.`,
    '',
    ended,
    ...(state.target === undefined ? [] : ['', targetLine(state.target)]),
    ...inputLines(inputs),
    ...state.diagnostics.flatMap(({ code, message }) => [
      '',
      `**${markdownText(code)}**: ${markdownText(printable(message))}`,
    ]),
  ];
}

function inputLines(inputs: ReadJournal['head']['inputs']): readonly string[] {
  const entries = Object.entries(inputs);
  if (entries.length === 0) return [];
  return [
    '',
    ...entries.map(
      ([name, value]) => `- ${codeSpan(name)}: ${value === '' ? 'empty' : codeSpan(printable(value))}`,
    ),
  ];
}

function runbookLines(runbook: RunbookState, journal: ReadJournal): readonly string[] {
  const { file, skipped, runbook: page } = runbook;
  const head = ['', `## ${markdownText(printable(page?.title ?? file))}`, '', codeSpan(file)];
  if (page === undefined)
    return [...head, ...(skipped === undefined ? [] : ['', `Not run: ${markdownText(printable(skipped))}.`])];
  return [...head, ...page.steps.flatMap((step) => stepLines(step, runbook, journal))];
}

function stepLines(step: Step, runbook: RunbookState, journal: ReadJournal): readonly string[] {
  const lines = step.blocks.flatMap((block) => blockLines(block, runbook, journal));
  const outcome = runbook.steps[step.id]?.outcome;
  const state = outcome === undefined ? '' : `${outcomeMarks[outcome].mark} `;
  return ['', `### ${state}${markdownText(printable(step.title))}`, ...lines];
}

function blockLines(block: Block, runbook: RunbookState, journal: ReadJournal): readonly string[] {
  return statementsOf([block]).flatMap((statement) => {
    const place = runbook.index.get(statement.id);
    const state = place === undefined ? undefined : runbook.statements[place.at];
    // The run that it passed in tells of it.
    return state === undefined || state.passedBefore !== undefined
      ? []
      : statementLines(statement, state, journal);
  });
}

function statementLines(
  statement: Statement,
  { outcome, reason, output, failure, startedAtMs, endedAtMs }: StatementState,
  { times }: ReadJournal,
): readonly string[] {
  const at = times.get(statement.id);
  const took = endedAtMs === undefined || at === undefined ? '' : `, ${duration(endedAtMs - startedAtMs)}`;
  const what = outcome === undefined ? (at === undefined ? 'not run' : '**did not end**') : mark(outcome);
  const why = reason === undefined ? '' : `: ${markdownText(printable(reason))}`;
  return [
    '',
    `${at === undefined ? '' : `${at} `}${what}${took}${why}`,
    '',
    ...codeBlock('bash', commandLines(statement)),
    ...outputLines(output),
    ...(failure === undefined ? [] : ['', markdownText(printable(failureText(failure)))]),
  ];
}

function failureText(failure: NonNullable<StatementState['failure']>): string {
  return 'message' in failure && failure.message !== undefined ? failure.message : `failed: ${failure.kind}`;
}

function outputLines(output: Output | undefined): readonly string[] {
  if (output === undefined) return [];
  const lines = [output.stdout, output.stderr].flatMap(({ text }) => linesOf(readable(text))).map(printable);
  if (lines.length === 0) return [];
  const half = mostLines / 2;
  const shown =
    lines.length <= mostLines
      ? lines
      : [...lines.slice(0, half), `… ${lines.length - mostLines} more lines …`, ...lines.slice(-half)];
  return ['', ...codeBlock('text', shown)];
}

function mark(outcome: Outcome): string {
  return `${outcomeMarks[outcome].mark} ${outcome}`.replace(/^-/, '\\-');
}
