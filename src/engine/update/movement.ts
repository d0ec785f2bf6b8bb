import type { Output } from '../model/output.ts';
import type { SeenAgain } from '../run/state.ts';

/**
 * What further looks at the last command of a segment showed. `outputs` are those of the segment with the newest one of
 * that command, `others` the same with older ones; `afterMs` is when the newest was first seen.
 */
export type Movement = {
  readonly outputs: readonly Output[];
  readonly others: readonly (readonly Output[])[];
  readonly afterMs: number;
};

/** The looks that come after the first output; undefined where there were none. */
export function movementOf(outputs: readonly Output[], again: readonly SeenAgain[]): Movement | undefined {
  const newest = again.at(-1);
  if (newest === undefined) return undefined;
  const withLast = (output: Output): readonly Output[] => [...outputs.slice(0, -1), output];
  // What came before it had settled says where it was going, not what moves.
  const last = again.slice(-3, -1).map(({ output }) => withLast(output));
  const before = last.length > 0 ? last : [outputs];
  return { outputs: withLast(newest.output), others: before, afterMs: newest.afterMs };
}
