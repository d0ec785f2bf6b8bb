import { blocksOf, statementsOf } from '../../engine/model/statements.ts';
import { type Shard, shardOf, weightsOf } from '../../engine/plan/shard.ts';
import { loadRecord } from '../../engine/record/load-record.ts';
import type { Planned } from '../prepare.ts';

/** The files of a shard. Records are checked in beside the pages, so that all machines weigh alike. */
export function shardFiles(files: readonly Planned[], shard: Shard): readonly Planned[] {
  const weights = weightsOf(files.map(effortOf));
  const weighed = files.map((planned, index) => ({
    planned,
    file: planned.runbooks[0]?.source.file ?? '',
    weight: weights[index] ?? 1,
  }));
  return shardOf(weighed, shard).map(({ planned }) => planned);
}

function effortOf({ runbooks }: Planned) {
  const [runbook] = runbooks;
  const seconds = runbook === undefined ? undefined : loadRecord(runbook.source).record?.seconds;
  const statements = statementsOf(runbooks.flatMap(blocksOf));
  return { statements: statements.length, ...(seconds === undefined ? {} : { seconds }) };
}
