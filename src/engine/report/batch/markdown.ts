import { printable } from '../../diagnostics/printable.ts';
import { isBad } from '../../judge/outcome.ts';
import type { BatchReporterFactory, ReporterWorld } from '../../model/reporter.ts';
import type { RunState } from '../../run/state.ts';
import { stepReports } from '../cases.ts';
import { fittedPage, leftLines, rerunLines, runParts } from '../markdown.ts';
import { codeSpan, markdownText } from '../markdown-text.ts';
import { opaqueNames, opaqueWords } from '../opaque-text.ts';
import { counted, duration, outcomeMarks } from '../style.ts';
import { outcomeWords } from '../text-summary.ts';
import { batchCounts, outcomeOf } from './counts.ts';
import { failedFiles, flakyFiles } from './faults.ts';
import { type BatchState, type FileState, initialBatch, reduceBatch } from './state.ts';
import { rerunBatch } from './summary.ts';

/** A page about many runs: outcome, a table of files, what failed or was flaky, then each run as in a page of its own. */
export const batchMarkdown: BatchReporterFactory = (write, { world }) => {
  let state = initialBatch;
  return {
    onEvent: (event) => {
      state = reduceBatch(state, event);
    },
    finish: async () => write(batchMarkdownPage(state, { world })),
  };
};

/** The page, of at most `limit` bytes: what has no room is left out, failures last. */
export function batchMarkdownPage(
  state: BatchState,
  { limit, world }: { readonly limit?: number; readonly world?: ReporterWorld | undefined } = {},
): string {
  const parts = Object.values(state.files).map(fileParts);
  const page = {
    head: headLines(state),
    parts: [
      ...told('Failed', failedFiles(state)),
      ...told('Flaky', flakyFiles(state)),
      ...parts.flatMap(({ failures }) => failures),
      ...parts.flatMap(({ tables }) => tables),
      ...parts.flatMap(({ left }) => left),
    ],
    end: rerunLines('The files that did not pass, again:', rerunBatch(state, world)),
  };
  return fittedPage(page, limit);
}

function fileParts({ runs }: FileState) {
  const last = runs.at(-1);
  if (last === undefined) return { tables: [], failures: [], left: [] };
  const left = leftLines(last);
  return { ...runParts(last), left: left.length === 0 ? [] : [left] };
}

function headLines(state: BatchState): readonly string[] {
  const { started, outcome = 'errored', elapsedMs } = state;
  const files = started?.files ?? [];
  const { shard } = started ?? {};
  const part = shard === undefined ? '' : `, shard ${shard.index}/${shard.of}`;
  const rows = files.map((file) => rowOf(state.files[file] ?? { file, runs: [] }));
  return [
    `## ${outcomeMarks[outcome].mark} ${outcomeWords({ outcome })}: ${counted(files.length, 'runbook')}${part}`,
    '',
    `${duration(elapsedMs)} · ${batchCounts(state).join(' · ')}`,
    ...(state.outcome === undefined ? ['', 'The runs did not come to their end.'] : []),
    ...(rows.length === 0 ? [] : ['', ...tableHead, ...rows]),
  ];
}

const tableHead = [
  '| state | file | runs | target | steps | checks | time |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

function rowOf({ file, runs, finished }: FileState): string {
  const last = runs.at(-1);
  const { mark, word } = outcomeOf(finished ?? { outcome: 'cancelled', flaky: false, runs: 0 });
  const steps = Object.values(last?.runbooks ?? {}).flatMap(stepReports);
  const { met, unmet } = last?.totals.expectations ?? { met: 0, unmet: 0 };
  const state = `${mark} ${word}`.replace(/^-/, '\\-');
  const reason = finished?.reason === undefined ? '' : `<br>${markdownText(printable(finished.reason))}`;
  const target = last?.target;
  const cells = [
    isBad(finished?.outcome ?? 'cancelled') || finished?.flaky ? `**${state}**` : state,
    markdownText(printable(file)) + reason,
    String(finished?.runs ?? runs.length),
    target === undefined
      ? ''
      : `${markdownText(target.name)}${target.simulated ? ' (simulated)' : ''}${opaqueCell(last?.opaque ?? [])}`,
    String(steps.length),
    unmet === 0 ? String(met) : `${met + unmet}, ${unmet} unmet`,
    finished === undefined || finished.runs === 0 ? '' : duration(finished.spentMs),
  ];
  return `| ${cells.join(' | ')} |`;
}

function opaqueCell(images: RunState['opaque']): string {
  const words = opaqueWords(images);
  return words === undefined ? '' : `<br>**${words}**: ${opaqueNames(images).map(codeSpan).join(', ')}`;
}

function told(title: string, files: ReturnType<typeof failedFiles>): readonly (readonly string[])[] {
  if (files.length === 0) return [];
  const lines = files.flatMap(({ file, lines: wrong }) => [
    `- ${codeSpan(file.file)}`,
    ...wrong.map((line) => `  - ${markdownText(line)}`),
  ]);
  return [[`### ${title}`, '', ...lines]];
}
