import type { Edit } from '../../format/edits.ts';
import type { FenceSource } from '../fence-source.ts';
import { infoText, wordsThatStay } from '../fence-text.ts';
import type { Conversion } from '../format.ts';
import { shells } from './dialect.ts';
import { isTranscript } from './exchange.ts';

/**
 * Shell blocks that a tool doesn't run, since they have no prompts, are still not run: they get `skip`. Those for
 * which `runs` holds are left alone.
 */
export function skipUntested(
  fences: readonly FenceSource[],
  tool: string,
  runs: (fence: FenceSource) => boolean,
): Conversion {
  const untested = fences.filter(
    (fence) => fence.marks !== '' && shells.has(fence.language) && !isTranscript(fence.rows) && !runs(fence),
  );
  const edits = untested.map((fence): Edit => {
    const others = wordsThatStay(fence, 'shell').filter((word) => !/^skip\b/.test(word));
    return { ...fence.infoAt, text: infoText(fence.language, { skip: `not run by ${tool}` }, others) };
  });
  return { edits, remarks: [] };
}
