import type { Hole } from '../expectations/volatile.ts';
import type { Moving } from './moving.ts';

/** A word of a printed line, with those parts of it that will be others next time. */
export type PrintedField = { readonly text: string; readonly holes: readonly Hole[] };

/** The words of a line. A hole that goes over several of them is in each. */
export function printedFields(line: string, moving: Moving): readonly PrintedField[] {
  const holes = moving(line);
  return [...line.matchAll(/\S+/g)].map(({ index, 0: text }) => ({
    text,
    holes: holes.flatMap((hole) => {
      const from = Math.max(0, hole.from - index);
      const to = Math.min(text.length, hole.to - index);
      return from < to ? [{ ...hole, from, to }] : [];
    }),
  }));
}
