import type { DiagramGroup, Spot } from './diagram.ts';

/**
 * How an arrow goes: `down` between neighbouring rows of a group (also upwards), `beside` between neighbours of a row,
 * `across` between neighbouring groups. Nothing else is drawn: such arrows would run through what stands between.
 */
type ArrowWay = 'down' | 'beside' | 'across';

/** The way between two spots, or why there is none. */
export function arrowWay(
  groups: readonly DiagramGroup[],
  from: Spot,
  to: Spot,
): ArrowWay | { readonly why: string; readonly hint: string } {
  if (from.group === to.group) return within(from, to);
  if (Math.abs(from.group - to.group) > 1)
    return {
      why: 'another group stands between them',
      hint: 'Write their groups one below the other, or arrows from one to the next.',
    };
  const [left, right] = from.group < to.group ? [from, to] : [to, from];
  const last = (groups[left.group]?.rows[left.row]?.length ?? 1) - 1;
  if (left.column !== last || right.column !== 0)
    return {
      why: 'something stands between them in their rows',
      hint: 'Move the one on the left to the end of its row, the one on the right to the front.',
    };
  return 'across';
}

function within(from: Spot, to: Spot): ReturnType<typeof arrowWay> {
  const rows = Math.abs(from.row - to.row);
  if (rows === 1) return 'down';
  if (rows === 0 && Math.abs(from.column - to.column) === 1) return 'beside';
  if (rows === 0 && from.column === to.column)
    return { why: 'they are the same', hint: 'Write two names, or leave the arrow out.' };
  return {
    why: 'something stands between them',
    hint: 'Put them into neighbouring rows, or next to each other, or write an arrow for each leg of the way.',
  };
}
