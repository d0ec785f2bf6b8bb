import { secretMask } from '../model/mask.ts';
import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Block, Runbook, Step } from '../model/runbook.ts';
import { type BlockLine, blockLines, recordedLines } from './block-lines.ts';
import { pairUp, type Rule } from './pair-up.ts';
import { saysTheSame } from './says-the-same.ts';

/** A block of the document and what was recorded of it, if anything was; `same`: it runs and checks just that. */
export type MatchedBlock = Place & { readonly recorded?: RecordedBlock; readonly same: boolean };

/** `gone` are recorded blocks that the document has no more. */
type Matched = { readonly blocks: readonly MatchedBlock[]; readonly gone: readonly RecordedBlock[] };

type Place = { readonly step: Step; readonly block: Block; readonly lines: readonly BlockLine[] };

/** A recorded block with its lines. */
type Recorded = { readonly recorded: RecordedBlock; readonly lines: readonly string[] };

/**
 * Finds what was recorded of each block: what has the same id and text first, then what has the same text, since
 * headings and names may change and blocks move, then what has the same id or stands in the same step.
 */
export function matchBlocks({ steps }: Runbook, record: RunRecord): Matched {
  const places = steps.flatMap((step) =>
    step.blocks.map((block): Place => ({ step, block, lines: blockLines(block) })),
  );
  const all = record.blocks.map((recorded): Recorded => ({ recorded, lines: recordedLines(recorded) }));
  const found = pairUp(places, all, rules);
  const taken = new Set(found.values());
  return {
    blocks: places.map((place) => {
      const recorded = found.get(place);
      return recorded === undefined
        ? { ...place, same: false }
        : { ...place, recorded: recorded.recorded, same: isSame(place, recorded) };
    }),
    gone: all.filter((recorded) => !taken.has(recorded)).map(({ recorded }) => recorded),
  };
}

function isSame({ lines }: Place, recorded: Recorded): boolean {
  return (
    lines.length === recorded.lines.length &&
    lines.every(({ text }, at) => saysTheSame(text, recorded.lines[at] ?? ''))
  );
}

type PlaceRule = Rule<Place, Recorded>;

const hasSameId: PlaceRule = { one: ({ block }) => block.id, other: ({ recorded }) => recorded.block };

const hasSameText: PlaceRule = {
  one: ({ lines }) => lines.map(({ text }) => text).join('\n'),
  other: ({ lines }) => lines.join('\n'),
};

/** Where something is masked, each is looked at: they are few. */
const hasSameButMasked: PlaceRule = {
  one: () => '',
  other: ({ lines }) => (lines.some((line) => line.includes(secretMask)) ? '' : undefined),
  holds: isSame,
};

const isInSameStep: PlaceRule = { one: ({ step }) => step.id, other: ({ recorded }) => recorded.step };

const rules: readonly PlaceRule[] = [
  { ...hasSameId, holds: isSame },
  hasSameText,
  hasSameButMasked,
  hasSameId,
  isInSameStep,
];

/** What was recorded of each block of the document, by the block's id now; only of those that still are as recorded. */
export function recordedBlocks(runbook: Runbook, record: RunRecord): ReadonlyMap<string, RecordedBlock> {
  const { blocks } = matchBlocks(runbook, record);
  return new Map(
    blocks.flatMap(({ block, recorded, same }) => (recorded && same ? [[block.id, recorded] as const] : [])),
  );
}
