import { arrowWay } from '../../engine/diagram/arrow-way.ts';
import type { Diagram, DiagramArrow, Spot } from '../../engine/diagram/diagram.ts';
import { headRoom, lineHeight, linesWidth, most, sum, wrap } from './geometry.ts';

type Side = 'top' | 'bottom' | 'left' | 'right';

/** One end of an arrow at a side of a node. `room` is how much of the side it needs: its label stands at one end. */
type End = { readonly key: string; readonly spot: Spot; readonly side: Side; readonly room: number };

/** An arrow with its two ends; `labelled` is the one at which the label stands. */
export type Joined = {
  readonly arrow: DiagramArrow;
  readonly way: 'down' | 'beside' | 'across';
  readonly lines: readonly string[];
  readonly from: End;
  readonly to: End;
  readonly labelled: 'from' | 'to';
};

const bare = 14;

/** Where arrows leave and arrive. Labels stand where arrows are apart, so that each has room of its own. */
export function joinArrows({ groups, arrows }: Diagram): readonly Joined[] {
  const sides = arrows.map(({ from, to }) => {
    const way = arrowWay(groups, from, to);
    if (typeof way !== 'string') throw new RangeError(`no way between nodes: ${way.why}`);
    const [start, end] = way === 'down' ? upright(from, to) : level(from, to);
    return { way, start, end };
  });
  const keys = sides.flatMap(({ start, end }, index) => [
    keyOf(arrows[index]?.from, start),
    keyOf(arrows[index]?.to, end),
  ]);
  const shared = (key: string) => keys.filter((other) => other === key).length > 1;
  return arrows.map((arrow, index) => {
    const { way, start, end } = sides[index] ?? { way: 'down', start: 'bottom', end: 'top' };
    const [fromKey, toKey] = [keyOf(arrow.from, start), keyOf(arrow.to, end)];
    const lines = wrap(arrow.label, way === 'down' ? 20 : 16);
    const labelled = shared(toKey) && !shared(fromKey) ? 'from' : 'to';
    const size = way === 'down' ? linesWidth(lines) + 16 : lines.length * lineHeight + 8;
    const room = (here: boolean) => (here ? Math.max(bare, size) : bare);
    return {
      arrow,
      way,
      lines,
      labelled,
      from: { key: fromKey, spot: arrow.from, side: start, room: room(labelled === 'from') },
      to: { key: toKey, spot: arrow.to, side: end, room: room(labelled === 'to') },
    };
  });
}

const keyOf = (spot: Spot | undefined, side: Side): string =>
  `${spot?.group}/${spot?.row}/${spot?.column}/${side}`;

const upright = (from: Spot, to: Spot): readonly [Side, Side] =>
  from.row < to.row ? ['bottom', 'top'] : ['top', 'bottom'];

const level = (from: Spot, to: Spot): readonly [Side, Side] =>
  from.group < to.group || (from.group === to.group && from.column < to.column)
    ? ['right', 'left']
    : ['left', 'right'];

/** The ends at one side, in the order of what they lead to, so that arrows don't cross without need. */
export function endsAt(joined: readonly Joined[], { group, row, column }: Spot, side: Side): readonly End[] {
  const key = keyOf({ group, row, column }, side);
  return joined
    .flatMap(({ from, to }) => [
      { end: from, other: to.spot },
      { end: to, other: from.spot },
    ])
    .filter(({ end }) => end.key === key)
    .sort((one, two) => one.other.row - two.other.row || one.other.column - two.other.column)
    .map(({ end }) => end);
}

/** How much of a side its ends need. */
export const roomAt = (joined: readonly Joined[], spot: Spot, side: Side): number =>
  sum(endsAt(joined, spot, side).map(({ room }) => room));

/**
 * How much room the labels of a gap take along its arrows, at the end where the arrow's own stands: those of the two
 * ends don't share it.
 */
export function bandOf(arrows: readonly Joined[], { way, ...own }: Joined): number {
  const side = own[own.labelled].side;
  const there = arrows.filter((each) => each.way === way && each[each.labelled].side === side);
  return most(
    0,
    there.map(({ lines }) => (way === 'down' ? lines.length * lineHeight : linesWidth(lines))),
  );
}

/** Room between two rows or two groups for the arrows there: bends, labels, heads. */
export function gapFor(arrows: readonly Joined[]): number {
  const bands = new Map(arrows.map((arrow) => [arrow[arrow.labelled].side, bandOf(arrows, arrow)]));
  return arrows.length === 0 ? 0 : 2 * headRoom + 8 * arrows.length + sum([...bands.values()]) + 6;
}

/** The arrows that run in the same gap. */
export function gapMates(joined: readonly Joined[], arrow: Joined): readonly Joined[] {
  const gap = ({ way, from, to }: Joined): string => {
    const place = way === 'across' ? 'group' : way === 'down' ? 'row' : 'column';
    const lower = Math.min(from.spot[place], to.spot[place]);
    if (way === 'across') return `${way} ${lower}`;
    return [way, from.spot.group, lower, ...(way === 'beside' ? [from.spot.row] : [])].join(' ');
  };
  return joined.filter((each) => gap(each) === gap(arrow));
}
