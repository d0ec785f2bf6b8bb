import { diffArrays } from 'diff';
import type { RecordedBlock, RecordedStatement, RunRecord } from '../model/record.ts';
import { statementsOf } from '../model/statements.ts';
import { recordedLines } from './block-lines.ts';
import { pairUp, type Rule } from './pair-up.ts';

/**
 * The statements of a record that an earlier one of the same page has too, each with that: found by the text of their
 * block, else by its name, and in it by their own text.
 */
export function pairStatements(
  now: RunRecord,
  before: RunRecord,
): ReadonlyMap<RecordedStatement, RecordedStatement> {
  const blocks = pairUp(now.blocks, before.blocks, rules);
  return new Map(
    [...blocks].flatMap(([block, earlier]) => pairsOf(statementsOf([block]), statementsOf([earlier]))),
  );
}

type BlockRule = Rule<RecordedBlock, RecordedBlock>;

const textOf = (block: RecordedBlock) => recordedLines(block).join('\n');
const idOf = ({ block }: RecordedBlock) => block;

const hasSameId: BlockRule = { one: idOf, other: idOf };

const rules: readonly BlockRule[] = [
  { ...hasSameId, holds: (one, other) => textOf(one) === textOf(other) },
  { one: textOf, other: textOf },
  hasSameId,
];

type Pair = readonly [now: RecordedStatement, before: RecordedStatement];

function pairsOf(now: readonly RecordedStatement[], before: readonly RecordedStatement[]): readonly Pair[] {
  let [atNow, atBefore] = [0, 0];
  return diffArrays([...before], [...now], { comparator: haveSameSource }).flatMap(
    ({ added, removed, value }) => {
      const from = { now: atNow, before: atBefore };
      if (!removed) atNow += value.length;
      if (!added) atBefore += value.length;
      if (added || removed) return [];
      return value.flatMap((_, index) => pairOf(now[from.now + index], before[from.before + index]));
    },
  );
}

function haveSameSource(one: RecordedStatement, other: RecordedStatement): boolean {
  return one.source.join('\n') === other.source.join('\n');
}

function pairOf(now: RecordedStatement | undefined, before: RecordedStatement | undefined): readonly Pair[] {
  return now && before ? [[now, before]] : [];
}
