import type { Source } from '../model/source.ts';
import { recognise } from '../parse/recognise.ts';
import { parse } from '../parse.ts';
import { applyEdits } from './edits.ts';

/** Writes comments that only look like expectations as the expectations that were meant, where that is plain to see. */
export function fixLookalikes(source: Source): Source {
  const edits = parse(source).diagnostics.flatMap(({ code, span }) => {
    if (code !== 'parse/lookalike-expectation' || !span) return [];
    const from = span.start.offset;
    const to = span.end.offset;
    const recognised = recognise(source.text.slice(from, to));
    const fix = recognised.kind === 'lookalike' ? recognised.fix : '…';
    return fix.endsWith('…') ? [] : [{ from, to, text: fix }];
  });
  return { ...source, text: applyEdits(source.text, edits) };
}
