import type { Edit } from '../../format/edits.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { suggestionLine } from '../suggestion-line.ts';
import type { Hindered } from './show-only.ts';

/**
 * Lets port-forwards run in the background, as readers do in another terminal: a run waits until they forward. What the
 * page shows of their output goes to their logs, and is a suggestion then.
 */
export function inBackground(
  fence: FenceSource,
  found: readonly Hindered[],
  source: ImportSource,
): Conversion {
  const edits = found.flatMap(({ at }): readonly Edit[] => [
    { from: at.to, to: at.to, text: ' &' },
    ...checksBelow(fence, at.to),
  ]);
  const remarks = found.map(({ at }): Remark => {
    return {
      kind: 'note',
      at,
      message: 'The port-forward runs in the background here (`&`): it would never end.',
    };
  });
  return { edits: [...edits, ...shownBelow(fence, source)], remarks };
}

function checksBelow({ rows }: FenceSource, end: number): readonly Edit[] {
  const below = rows.slice(rows.findIndex(({ from, to }) => from <= end && end <= to) + 1);
  const other = below.findIndex(({ text }) => !/^\s*# expect\b/.test(text));
  return below.slice(0, other < 0 ? below.length : other).map(({ text, to }) => ({
    from: to - text.trimStart().length,
    to,
    text: suggestionLine(text.trimStart()),
  }));
}

/** The `output` fence right below, if there is one, becomes an example. */
function shownBelow(fence: FenceSource, { fences, lines }: ImportSource): readonly Edit[] {
  const next = fences[fences.indexOf(fence) + 1];
  const between = next ? lines.text.slice(fence.range.to, next.range.from) : 'none';
  if (next?.language !== 'output' || /[^\s>]/.test(between)) return [];
  return [{ ...next.infoAt, text: 'output example' }];
}
