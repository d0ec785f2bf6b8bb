import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { faultsOf } from './faults.ts';
import type { NamedRecord } from './load-records.ts';
import type { Age } from './stale.ts';

/**
 * What the recorded run on one target shows of a page as it is now. `changed`: the page or what lies beside it is no more
 * what was run; `unchecked`: commands ran, and nothing that they print is checked; `partly`: a person's part was left out.
 */
export type Standing = {
  /** The record's own name, else that of its target. */
  readonly name: string;
  readonly state: 'passed' | 'partly' | 'simulated' | 'unchecked' | 'changed';
  readonly record: RunRecord;
  readonly label?: string;
  /** How many checks were met. */
  readonly checks: number;
};

/** How the records of a page stand, in their order; those that can't be read are left out. */
export function standingsOf(
  runbook: Runbook,
  records: readonly NamedRecord[],
  age: Age,
): readonly Standing[] {
  return records.flatMap(({ record, label }) =>
    record === undefined ? [] : [standingOf(runbook, { record, label }, age)],
  );
}

function standingOf(
  runbook: Runbook,
  { record, label }: { readonly record: RunRecord; readonly label: string | undefined },
  age: Age,
): Standing {
  const checks = metChecks(record.blocks);
  const faults = faultsOf(runbook, record, age, label);
  // Who made the record says nothing of what has changed since.
  const isChanged = faults.some(({ code }) => code !== 'record/newer-version');
  return {
    name: label ?? record.target.name,
    state: isChanged ? 'changed' : stateOf(record, checks),
    record,
    ...(label === undefined ? {} : { label }),
    checks,
  };
}

function stateOf({ target, blocks }: RunRecord, checks: number): Exclude<Standing['state'], 'changed'> {
  if (checks === 0) return 'unchecked';
  if (target.simulated) return 'simulated';
  const isWhole = blocks.every(({ segments }) => segments.every(({ statements }) => statements.every(ran)));
  return isWhole ? 'passed' : 'partly';
}

const ran = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'passed';

/** How many checks were met, of the segments of which all ran. */
export function metChecks(blocks: readonly RecordedBlock[]): number {
  const segments = blocks.flatMap(({ segments }) => segments);
  const done = segments.filter(({ statements }) => statements.every(ran));
  return done.reduce((sum, { expectations }) => sum + expectations.length, 0);
}
