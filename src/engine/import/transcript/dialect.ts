import type { Edit } from '../../format/edits.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import type { Clue, Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { isTranscript, type PromptRules, readExchanges } from './exchange.ts';
import { type Writing, writeExchanges } from './write-exchanges.ts';

/** One of the ways in which tools and sites write transcripts. */
export type Dialect = {
  readonly name: string;
  clue(source: ImportSource): Clue | undefined;
  convert(source: ImportSource): Conversion;
};

/** How to read a fence and what to write in its place; `remarks` are those about its options. */
export type FencePlan = PromptRules & Writing & { readonly remarks: readonly Remark[] };

/** Rewrites the transcripts among the code blocks for which there is a plan. */
export function convertFences(
  source: ImportSource,
  planOf: (fence: FenceSource) => FencePlan | undefined,
): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  for (const fence of source.fences) {
    const plan = isTranscript(fence.rows) ? planOf(fence) : undefined;
    if (!plan) continue;
    const written = writeExchanges(readExchanges(fence.rows, plan), plan);
    edits.push(replaceFence(fence, written.lines, source.lineEnd));
    remarks.push(...plan.remarks, ...written.remarks);
  }
  return { edits, remarks };
}

/** The languages of shell fences that run as they are. */
export const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'shell']);

/** The value of a fence's `key=value` words, the last one for each key. */
export function fenceValues({ info }: FenceSource): ReadonlyMap<string, string> {
  return new Map(
    info.words.flatMap(({ key, value, form }) => (form === 'plain' ? [[key, value ?? '']] : [])),
  );
}

/** A note about the info string of a fence. */
export function infoNote({ infoAt, range }: FenceSource, message: string): Remark {
  return { kind: 'note', at: infoAt.text === '' ? { from: range.from, to: range.from } : infoAt, message };
}

/** A command that a tool starts in the background by itself: to us its text has to say so. */
export function backgroundHint({ infoAt }: FenceSource): {
  readonly tail: readonly string[];
  readonly remarks: readonly Remark[];
} {
  const message = 'The command runs in the background: end it in `&`, and say below it when it is ready.';
  return {
    tail: [suggestionLine('end the command in & and say below it when it is ready')],
    remarks: [{ kind: 'suggestion', at: infoAt, message, suggested: '# wait within 30s: port …' }],
  };
}
