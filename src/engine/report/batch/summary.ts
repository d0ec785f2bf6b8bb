import { printable } from '../../diagnostics/printable.ts';
import { isBad } from '../../judge/outcome.ts';
import type { ReporterWorld } from '../../model/reporter.ts';
import { callName, shellWord } from '../lines.ts';
import { opaqueLines, opaqueWords } from '../opaque-text.ts';
import { duration, outcomeMarks, type Paint } from '../style.ts';
import { notRunLines, outcomeWords } from '../text-summary.ts';
import { batchCounts } from './counts.ts';
import { failedFiles, flakyFiles } from './faults.ts';
import type { BatchState } from './state.ts';

/** Faults of one file that are told at the end; the others are counted. */
const mostFaults = 10;

/** The end of a batch: failures and flaky files once more, with their places, then counts and the way back. */
export function batchSummary(
  state: BatchState,
  { paint, world }: { readonly paint: Paint; readonly world: ReporterWorld | undefined },
): readonly string[] {
  const { outcome = 'errored', elapsedMs } = state;
  const [files = '', ...totals] = batchCounts(state);
  const { style } = outcomeMarks[outcome];
  const last = Object.values(state.files).flatMap(({ runs }) => runs.slice(-1));
  const opaque = opaqueWords(last.flatMap((run) => run.opaque));
  return [
    ...section('Failed', failedFiles(state), paint),
    ...section('Flaky', flakyFiles(state), paint),
    '',
    `${paint(style, outcomeWords({ outcome }))} in ${duration(elapsedMs)}: ${files}`,
    [...totals, ...(opaque === undefined ? [] : [paint(['yellow', 'bold'], opaque)])].join(' · '),
    ...opaqueLines({ opaque: last.flatMap(({ opaque }) => opaque) }).map((line) => paint('yellow', line)),
    ...last.flatMap(notRunLines),
    ...rerunBatch(state, world).map((command) => `rerun   ${command}`),
  ];
}

/** The command that runs the files again that did not pass; none when all did. */
export function rerunBatch(
  { files, started }: BatchState,
  world: ReporterWorld | undefined,
): readonly string[] {
  const bad = Object.values(files).flatMap(({ file, finished }) =>
    finished !== undefined && (isBad(finished.outcome) || finished.runs === 0) ? [shellWord(file)] : [],
  );
  if (bad.length === 0) return [];
  const { jobs = 1, retries = 0 } = started ?? {};
  const again = retries === 0 ? '' : ` --retries ${retries}`;
  return [`${callName(world)} exec ${bad.join(' ')} --jobs ${Math.min(jobs, bad.length)}${again}`];
}

function section(title: string, told: ReturnType<typeof failedFiles>, paint: Paint): readonly string[] {
  if (told.length === 0) return [];
  return ['', paint('bold', title), ...told.flatMap(({ file, lines }) => fileLines(file.file, lines))];
}

function fileLines(file: string, lines: readonly string[]): readonly string[] {
  const more = lines.length - mostFaults;
  const shown = more > 1 ? [...lines.slice(0, mostFaults), `… ${more} more`] : lines;
  return [`  ${printable(file)}`, ...shown.map((line) => `    ${line}`)];
}
