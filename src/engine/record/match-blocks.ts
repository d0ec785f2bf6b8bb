import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Block, Runbook, Step } from '../model/runbook.ts';
import { type BlockLine, blockLines, recordedLines } from './block-lines.ts';
import { allSayTheSame } from './says-the-same.ts';

/** A block of the document and what was recorded of it, if anything was; `same`: it runs and checks just that. */
export type MatchedBlock = {
  readonly step: Step;
  readonly block: Block;
  readonly lines: readonly BlockLine[];
  readonly recorded?: RecordedBlock;
  readonly same: boolean;
};

/** `gone` are recorded blocks that the document has no more. */
type Matched = { readonly blocks: readonly MatchedBlock[]; readonly gone: readonly RecordedBlock[] };

type Place = { readonly step: Step; readonly block: Block; readonly lines: readonly BlockLine[] };

type Rule = (place: Place, recorded: RecordedBlock) => boolean;

/**
 * Finds what was recorded of each block: what has the same id and text first, then what has the same text, since
 * headings and names may change and blocks move, then what has the same id or stands in the same step.
 */
export function matchBlocks({ steps }: Runbook, { blocks }: RunRecord): Matched {
  const places = steps.flatMap((step) =>
    step.blocks.map((block): Place => ({ step, block, lines: blockLines(block) })),
  );
  const found = new Map<Block, RecordedBlock>();
  const left = new Set(blocks);
  for (const rule of rules) {
    for (const place of places.filter(({ block }) => !found.has(block))) {
      const recorded = [...left].find((each) => rule(place, each));
      if (recorded === undefined) continue;
      found.set(place.block, recorded);
      left.delete(recorded);
    }
  }
  return {
    blocks: places.map((place) => {
      const recorded = found.get(place.block);
      if (recorded === undefined) return { ...place, same: false };
      return { ...place, recorded, same: isSame(place, recorded) };
    }),
    gone: [...left],
  };
}

const hasSameId: Rule = ({ block }, recorded) => block.id === recorded.block;

const isSame: Rule = ({ lines }, recorded) =>
  allSayTheSame(
    lines.map(({ text }) => text),
    recordedLines(recorded),
  );

const isInSameStep: Rule = ({ step }, recorded) => step.id === recorded.step;

const rules: readonly Rule[] = [
  (place, recorded) => hasSameId(place, recorded) && isSame(place, recorded),
  isSame,
  hasSameId,
  isInSameStep,
];
