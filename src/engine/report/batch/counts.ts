import type { FileFinished } from '../../model/batch.ts';
import { add, noTotals } from '../../run/totals.ts';
import { counted, outcomeMarks } from '../style.ts';
import { outcomeWords, totalsText, warningsText } from '../text-summary.ts';
import type { BatchState } from './state.ts';

const order: readonly string[] = [
  'passed',
  'flaky',
  'failed',
  'errored',
  'cancelled',
  'skipped',
  'ran nothing',
];

/** A file's outcome and how it is marked and painted. */
export function outcomeOf({ outcome, flaky, runs }: Pick<FileFinished, 'outcome' | 'flaky' | 'runs'>) {
  if (flaky) return { word: 'flaky', mark: '≈', style: 'yellow' } as const;
  // One that was not started was left out; one that ran may have had nothing to run.
  return { word: runs === 0 ? outcome : outcomeWords({ outcome }), ...outcomeMarks[outcome] };
}

/** `8 files (6 passed, 1 flaky, 1 failed)`, then statements and checks of the runs that count. */
export function batchCounts(state: BatchState): readonly string[] {
  const words = Object.values(state.files).flatMap(({ finished }) =>
    finished === undefined ? [] : [outcomeOf(finished).word],
  );
  const parts = order
    .map((word) => ({ word, count: words.filter((each) => each === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`);
  const files = counted(words.length, 'file');
  const last = Object.values(state.files).flatMap(({ runs }) => runs.at(-1) ?? []);
  const totals = last.map((run) => run.totals).reduce(add, noTotals);
  return [
    parts.length === 0 ? files : `${files} (${parts.join(', ')})`,
    ...totalsText(totals),
    ...warningsText(last),
  ];
}
