import type { RecordedStatement, RunRecord } from '../model/record.ts';
import type { Block, Runbook, Statement } from '../model/runbook.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';

/** A statement of the document and its block. */
export type RecordedPlace = { readonly block: Block; readonly statement: Statement };

/** Where the statements of a record stand; it is one of this very text. */
export function recordedPlaces(
  runbook: Runbook,
  { blocks }: RunRecord,
): ReadonlyMap<RecordedStatement, RecordedPlace> {
  const places = blocksOf(runbook).flatMap((block) =>
    statementsOf([block]).map((statement) => ({ block, statement })),
  );
  return new Map(
    statementsOf(blocks).flatMap((statement, index) => {
      const place = places[index];
      return place === undefined ? [] : [[statement, place] as const];
    }),
  );
}

/** Whether what a statement prints may be anything: its author says so, or it goes on printing. */
export function printsAnything({ block, statement: { action } }: RecordedPlace): boolean {
  return block.options.varies === true || (action.kind === 'shell' && action.background);
}
