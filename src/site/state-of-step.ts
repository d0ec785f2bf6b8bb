import type { RecordedBlock } from '../engine/model/record.ts';
import type { Step } from '../engine/model/runbook.ts';
import { statementsOf } from '../engine/model/statements.ts';
import type { Page } from './page.ts';

/** How a step fared in the last verified run: a word and a sign of its own, so that colour alone says nothing. */
type StepState = {
  readonly name: 'passed' | 'skipped' | 'changed' | 'unknown';
  readonly sign: string;
  readonly words: string;
  readonly seconds: number;
};

const states = {
  passed: { sign: '✓', words: 'Passed' },
  skipped: { sign: '–', words: 'Skipped' },
  changed: { sign: '≠', words: 'Changed since' },
  unknown: { sign: '○', words: 'Not run yet' },
} as const;

/** `changed`: some block of the step isn't what was recorded; `skipped`: the run left all of it out. */
export function stateOfStep({ blocks }: Step, { record, recorded }: Page): StepState {
  const known = blocks.flatMap(({ id }) => recorded.get(id) ?? []);
  const name = nameOf({ isRecorded: record !== undefined, isWhole: known.length === blocks.length, known });
  const seconds = statementsOf(known).reduce((sum, { seconds = 0 }) => sum + seconds, 0);
  return { name, ...states[name], seconds: Number(seconds.toPrecision(2)) };
}

type Known = {
  readonly isRecorded: boolean;
  readonly isWhole: boolean;
  readonly known: readonly RecordedBlock[];
};

function nameOf({ isRecorded, isWhole, known }: Known): StepState['name'] {
  if (!isRecorded) return 'unknown';
  if (!isWhole) return 'changed';
  return statementsOf(known).some(({ outcome }) => outcome === 'passed') ? 'passed' : 'skipped';
}
