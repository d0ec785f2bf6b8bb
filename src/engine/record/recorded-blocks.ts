import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { matchBlocks } from './match-blocks.ts';

/** What was recorded of each block of the document, by the block's id now; only of those that still are as recorded. */
export function recordedBlocks(runbook: Runbook, record: RunRecord): ReadonlyMap<string, RecordedBlock> {
  const { blocks } = matchBlocks(runbook, record);
  return new Map(
    blocks.flatMap(({ block, recorded, same }) => (recorded && same ? [[block.id, recorded] as const] : [])),
  );
}
