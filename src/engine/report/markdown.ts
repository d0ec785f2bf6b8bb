import { printable } from '../diagnostics/printable.ts';
import { isBad } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { ReporterFactory, ReporterWorld } from '../model/reporter.ts';
import type { TargetFacts } from '../model/target.ts';
import { reduce } from '../run/reduce.ts';
import { initialState, type RunbookState, type RunState } from '../run/state.ts';
import { type Case, type StepReport, stepReports } from './cases.ts';
import { leftText } from './left-text.ts';
import { commandOf } from './lines.ts';
import { codeBlock, codeSpan, markdownText } from './markdown-text.ts';
import { opaqueLines, opaqueWords } from './opaque-text.ts';
import { plainFailure } from './plain-failure.ts';
import { clip, counted, duration, outcomeMarks } from './style.ts';
import { countsOf, notRunLines, outcomeWords, rerunCommands } from './text-summary.ts';

/** A page about a run, such as the summary of a CI job: outcome, target, a table of steps, failures at length. */
export const markdown: ReporterFactory = (write, { world }) => {
  let state = initialState;
  return {
    onEvent: (event) => {
      state = reduce(state, event);
    },
    finish: async () => write(markdownReport(state, { world })),
  };
};

/** Bytes of a page: GitHub takes a summary of at most 1 MiB, and shows none that is larger. */
const mostBytes = 1024 * 1024;

/** The page; what would make it larger than `limit` bytes is left out, and said to be. */
export function markdownReport(
  state: RunState,
  { limit = mostBytes, world }: { readonly limit?: number; readonly world?: ReporterWorld | undefined } = {},
): string {
  const { tables, failures } = runParts(state);
  const end = [...leftLines(state), ...rerunLines('Again:', rerunCommands(state, world))];
  return fittedPage({ head: headLines(state), parts: [...tables, ...failures], end }, limit);
}

/** Lines of a page: parts are left out when there is no room for them, head and end are not. */
type Page = {
  readonly head: readonly string[];
  readonly parts: readonly (readonly string[])[];
  readonly end: readonly string[];
};

/** A page of at most `limit` bytes, if its head and its end are not larger. */
export function fittedPage({ head, parts, end }: Page, limit = mostBytes): string {
  const [first, last] = [head.join('\n'), end.join('\n')];
  const room = limit - Buffer.byteLength(first + last) - 100;
  const texts = parts.map((lines) => lines.join('\n'));
  return `${[first, ...fitting(texts, room), ...(last === '' ? [] : [last])].join('\n\n')}\n\n`;
}

/** What is said of a run: a table of steps for each runbook, and each failure at length. */
export function runParts(state: RunState): Readonly<Record<'tables' | 'failures', Page['parts']>> {
  const runbooks = Object.values(state.runbooks).map((runbook) => ({ runbook, steps: stepReports(runbook) }));
  return {
    tables: runbooks.map((item) => runbookLines(item, state)),
    failures: runbooks.flatMap(({ steps }) => steps.flatMap(failureLines)),
  };
}

/** As many parts as there is room for, in their order. */
function fitting(parts: readonly string[], room: number): readonly string[] {
  let left = room;
  const kept: string[] = [];
  for (const part of parts) {
    const bytes = Buffer.byteLength(part) + 2;
    if (bytes > left) continue;
    kept.push(part);
    left -= bytes;
  }
  const lost = parts.length - kept.length;
  return lost === 0 ? kept : [...kept, `… ${counted(lost, 'more part')} left out; the log has it all.`];
}

function headLines(state: RunState): readonly string[] {
  const { outcome = 'errored', target, diagnostics } = state;
  const [only, ...others] = state.planned.filter(({ reason }) => reason === 'asked');
  const many = others.length > 0 ? counted(others.length + 1, 'runbook') : undefined;
  const what = many ?? only?.title ?? 'nothing has run';
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  return [
    `## ${outcomeMarks[outcome].mark} ${outcomeWords({ outcome })}: ${markdownText(printable(what))}`,
    '',
    ...(target === undefined ? [] : [targetLine(target), '']),
    `${duration(state.elapsedMs)} · ${countsOf(state).join(' · ')}`,
    ...opaqueParagraph(state),
    ...notRunParagraph(state),
    ...(state.outcome === undefined ? ['', 'The run did not come to its end.'] : []),
    ...wrong.flatMap(({ code, message, hint }) => [
      '',
      `**${markdownText(code)}**: ${markdownText(printable([message, hint ?? ''].join(' ').trim()))}`,
    ]),
  ];
}

function opaqueParagraph(state: RunState): readonly string[] {
  const lines = opaqueLines(state).map((line) => markdownText(line.replace(/^opaque +/, '')));
  return lines.length === 0 ? [] : ['', [`**${opaqueWords(state.opaque)}**`, ...lines].join('<br>')];
}

function notRunParagraph(state: RunState): readonly string[] {
  const lines = notRunLines(state).map((line) => markdownText(printable(line.trim())));
  return lines.length === 0 ? [] : ['', lines.join('<br>')];
}

/** What a run was on. */
export function targetLine({ name, simulated, summary, clusters }: TargetFacts): string {
  const where = clusters.map(({ variable, context, version }) =>
    codeSpan(`${variable}=${context} ${version}`),
  );
  const mark = simulated ? '**SIMULATED**: ' : '';
  return `Target: ${mark}${markdownText(printable(`${name}, ${summary}`))} ${where.join(' ')}`.trimEnd();
}

type Reported = { readonly runbook: RunbookState; readonly steps: readonly StepReport[] };

function runbookLines({ runbook, steps }: Reported, { planned }: RunState): readonly string[] {
  const { file, skipped, reason } = runbook;
  const title = runbook.runbook?.title ?? planned.find((item) => item.file === file)?.title ?? file;
  const why = reason === 'required' ? ' (required)' : '';
  const head = [`### ${markdownText(printable(title))}`, '', `${codeSpan(file)}${why}`];
  if (skipped !== undefined)
    return [...head, '', `${marked('skipped')}: ${markdownText(printable(skipped))}`];
  return [
    ...head,
    '',
    '| state | step | statements | checks | time |',
    '| --- | --- | --- | --- | --- |',
    ...steps.map(rowOf),
  ];
}

function rowOf({ step, outcome, reason, cases, spentMs }: StepReport): string {
  const states = cases.flatMap(({ statements }) => statements.map(({ state }) => state));
  const met = states.flatMap(({ verdicts }) => verdicts.map(({ judgement }) => judgement.met));
  const unmet = met.filter((good) => !good).length;
  const cells = [
    marked(outcome),
    markdownText(printable(step.title)) +
      (reason === undefined ? '' : `<br>${markdownText(printable(reason))}`),
    String(states.length),
    unmet === 0 ? String(met.length) : `${met.length}, ${unmet} unmet`,
    spentMs === 0 ? '' : duration(spentMs),
  ];
  return `| ${cells.join(' | ')} |`;
}

function failureLines({ step, cases }: StepReport): readonly (readonly string[])[] {
  return cases.flatMap(({ failures }: Case) =>
    failures.map((report) => [
      `#### ${markdownText(printable(step.title))}: ${codeSpan(clip(commandOf(report.statement), 100))}`,
      '',
      ...codeBlock('text', plainFailure(report)),
    ]),
  );
}

/** What a run left on its clusters. */
export function leftLines(state: RunState): readonly string[] {
  const left = leftText({ state });
  return left.length === 0 ? [] : [...codeBlock('text', left.map(printable)), ''];
}

/** Commands that run what did not pass again. */
export function rerunLines(title: string, commands: readonly string[]): readonly string[] {
  return commands.length === 0 ? [] : [title, '', ...codeBlock('bash', commands)];
}

function marked(outcome: Outcome): string {
  const word = `${outcomeMarks[outcome].mark} ${outcome}`;
  return isBad(outcome) ? `**${word}**` : word.replace(/^-/, '\\-');
}
