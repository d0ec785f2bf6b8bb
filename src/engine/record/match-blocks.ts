import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Block, Runbook, Step } from '../model/runbook.ts';
import { type BlockLine, blockLines, recordedLines } from './block-lines.ts';
import { pairUp, type Rule } from './pair-up.ts';
import { allSayTheSame } from './says-the-same.ts';

/** A block of the document and what was recorded of it, if anything was; `same`: it runs and checks just that. */
export type MatchedBlock = Place & { readonly recorded?: RecordedBlock; readonly same: boolean };

/** `gone` are recorded blocks that the document has no more. */
type Matched = { readonly blocks: readonly MatchedBlock[]; readonly gone: readonly RecordedBlock[] };

type Place = { readonly step: Step; readonly block: Block; readonly lines: readonly BlockLine[] };

/**
 * Finds what was recorded of each block: what has the same id and text first, then what has the same text, since
 * headings and names may change and blocks move, then what has the same id or stands in the same step.
 */
export function matchBlocks({ steps }: Runbook, record: RunRecord): Matched {
  const places = steps.flatMap((step) =>
    step.blocks.map((block): Place => ({ step, block, lines: blockLines(block) })),
  );
  const found = pairUp(places, record.blocks, rules);
  const taken = new Set(found.values());
  return {
    blocks: places.map((place) => {
      const recorded = found.get(place);
      return recorded === undefined
        ? { ...place, same: false }
        : { ...place, recorded, same: isSame(place, recorded) };
    }),
    gone: record.blocks.filter((recorded) => !taken.has(recorded)),
  };
}

type PlaceRule = Rule<Place, RecordedBlock>;

const hasSameId: PlaceRule = ({ block }, recorded) => block.id === recorded.block;

const isSame: PlaceRule = ({ lines }, recorded) =>
  allSayTheSame(
    lines.map(({ text }) => text),
    recordedLines(recorded),
  );

const isInSameStep: PlaceRule = ({ step }, recorded) => step.id === recorded.step;

const rules: readonly PlaceRule[] = [
  (place, recorded) => hasSameId(place, recorded) && isSame(place, recorded),
  isSame,
  hasSameId,
  isInSameStep,
];
