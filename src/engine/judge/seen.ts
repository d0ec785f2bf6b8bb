import type { Output, StreamOutput } from '../model/output.ts';
import type { Expectation } from '../model/runbook.ts';

/** What an expectation looks at: streams, read one after the other, and how the statements ended that printed them. */
type Seen = { readonly streams: readonly StreamOutput[]; readonly exits: readonly Output[] };

/**
 * What an expectation sees of the outputs of a segment's foreground statements: all of them, or the newest output of
 * the last one when it says `within` or `for`, since that is what is repeated.
 */
export function seenBy({ stream, withinMs, forMs }: Expectation, outputs: readonly Output[]): Seen {
  const exits = withinMs !== undefined || forMs !== undefined ? outputs.slice(-1) : outputs;
  const streams = exits.flatMap(({ stdout, stderr }) => {
    if (stream === 'stdout') return [stdout];
    return stream === 'stderr' ? [stderr] : [stdout, stderr];
  });
  return { streams, exits };
}
