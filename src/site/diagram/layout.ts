import type { Diagram, DiagramNode, Spot } from '../../engine/diagram/diagram.ts';
import { gapFor, type Joined, joinArrows, roomAt } from './ends.ts';
import { type Box, lineHeight, linesWidth, most, nameWidth, sum, type Track, wrap } from './geometry.ts';
import { trackOf } from './tracks.ts';

/** A node with its place, and its note in lines. */
export type PlacedNode = { readonly box: Box; readonly node: DiagramNode; readonly note: readonly string[] };

/** Everything with its place, in pixels. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly { readonly box: Box; readonly name: string; readonly note: string }[];
  readonly nodes: readonly (PlacedNode & { readonly spot: Spot })[];
  readonly tracks: readonly Track[];
};

const padding = 16;
const header = 30;
const margin = 2;
const between = 24;

/** Groups are columns, their rows share heights; arrows run in the gaps between rows and columns. */
export function layOut(diagram: Diagram): Layout {
  const joined = joinArrows(diagram);
  const sizes = diagram.groups.map(({ rows }, group) =>
    rows.map((row, index) => row.map((node, column) => sizeOf(node, { group, row: index, column }, joined))),
  );
  const offsets = rowOffsets(diagram);
  const tops = rowTops(diagram, sizes, joined, offsets);
  const columns = columnEdges(diagram, sizes, joined);
  const groups = diagram.groups.map(({ name, note, alone, rows }, index) => {
    const first = tops[offsets[index] ?? 0] ?? { y: 0, height: 0 };
    const last = tops[(offsets[index] ?? 0) + rows.length - 1] ?? first;
    const { x, width } = columns[index] ?? { x: 0, width: 0 };
    const y = alone ? first.y : first.y - padding - header;
    const height = last.y + last.height - y + (alone ? 0 : padding);
    return { box: { x, y, width, height }, name, note, alone };
  });
  const nodes = diagram.groups.flatMap(({ rows }, group) =>
    rows.flatMap((row, index) => {
      const top = tops[(offsets[group] ?? 0) + index] ?? { y: 0, height: 0 };
      return placeRow(row, {
        group,
        row: index,
        sizes: sizes[group]?.[index] ?? [],
        top,
        column: columns[group],
        joined,
      });
    }),
  );
  const boxOf = ({ group, row, column }: Spot): Box =>
    nodes.find(({ spot }) => spot.group === group && spot.row === row && spot.column === column)?.box ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
  const framed = groups.filter(({ alone }) => !alone);
  return {
    width:
      most(
        0,
        groups.map(({ box }) => box.x + box.width),
      ) + margin,
    height:
      most(
        0,
        groups.map(({ box }) => box.y + box.height),
      ) + margin,
    groups: framed,
    nodes,
    tracks: joined.map((each) => trackOf(each, { joined, boxOf, groups: groups.map(({ box }) => box) })),
  };
}

type Size = { readonly width: number; readonly height: number; readonly note: readonly string[] };

function sizeOf({ name, note }: DiagramNode, spot: Spot, joined: readonly Joined[]): Size {
  const lines = wrap(note, Math.max(18, name.length));
  const text = Math.max(nameWidth(name), linesWidth(lines)) + 24;
  const width = most(text, [roomAt(joined, spot, 'top'), roomAt(joined, spot, 'bottom')]);
  const tall = 32 + lines.length * lineHeight;
  const height = most(tall, [roomAt(joined, spot, 'left'), roomAt(joined, spot, 'right')]);
  return { width, height, note: lines };
}

type Top = { readonly y: number; readonly height: number };

function rowTops(
  { groups }: Diagram,
  sizes: readonly (readonly (readonly Size[])[])[],
  joined: readonly Joined[],
  offsets: readonly number[],
): readonly Top[] {
  const count = most(
    0,
    groups.map(({ rows }, index) => rows.length + (offsets[index] ?? 0)),
  );
  const tops: Top[] = [];
  let y = margin;
  for (let row = 0; row < count; row++) {
    const starting = groups.some(({ alone }, index) => !alone && offsets[index] === row);
    if (starting) y += padding + header;
    const cells = sizes.flatMap((group, index) => group[row - (offsets[index] ?? 0)] ?? []);
    const height = most(
      0,
      cells.map((size) => size.height),
    );
    tops.push({ y, height });
    const crossing = joined.filter(
      ({ way, from, to }) =>
        way === 'down' && Math.min(from.spot.row, to.spot.row) + (offsets[from.spot.group] ?? 0) === row,
    );
    const perGroup = groups.map((_, group) => crossing.filter(({ from }) => from.spot.group === group));
    y += height + most(between, perGroup.map(gapFor));
  }
  return tops;
}

function columnEdges(
  { groups }: Diagram,
  sizes: readonly (readonly (readonly Size[])[])[],
  joined: readonly Joined[],
): readonly { readonly x: number; readonly width: number }[] {
  let x = margin;
  return groups.map(({ name, note, alone, rows }, group) => {
    const inner = rows.map((_, row) => rowWidth(sizes[group]?.[row] ?? [], gapsIn(joined, group, row)));
    const title = alone ? 0 : nameWidth(name) + linesWidth([note]) + 12;
    const width = most(title, inner) + (alone ? 0 : 2 * padding);
    const edge = { x, width };
    const across = joined.filter(
      ({ way, from, to }) => way === 'across' && Math.min(from.spot.group, to.spot.group) === group,
    );
    x += width + most(between, [gapFor(across)]);
    return edge;
  });
}

const rowWidth = (sizes: readonly Size[], gaps: readonly number[]): number =>
  sum(sizes.map(({ width }) => width)) + sum(gaps.slice(0, Math.max(0, sizes.length - 1)));

/** The gaps between the nodes of a row; wider where an arrow with a label runs. */
function gapsIn(joined: readonly Joined[], group: number, row: number): readonly number[] {
  const here = joined.filter(
    ({ way, from }) => way === 'beside' && from.spot.group === group && from.spot.row === row,
  );
  return Array.from({ length: 20 }, (_, column) =>
    most(between, [
      gapFor(here.filter(({ from, to }) => Math.min(from.spot.column, to.spot.column) === column)),
    ]),
  );
}

type RowPlace = {
  readonly group: number;
  readonly row: number;
  readonly sizes: readonly Size[];
  readonly top: Top;
  readonly column: { readonly x: number; readonly width: number } | undefined;
  readonly joined: readonly Joined[];
};

function placeRow(row: readonly DiagramNode[], place: RowPlace): Layout['nodes'] {
  const { group, row: index, sizes, top, column, joined } = place;
  const gaps = gapsIn(joined, group, index);
  let x = (column?.x ?? 0) + ((column?.width ?? 0) - rowWidth(sizes, gaps)) / 2;
  return row.map((node, position) => {
    const { width, height, note } = sizes[position] ?? { width: 0, height: 0, note: [] };
    const box = { x, y: top.y + (top.height - height) / 2, width, height };
    x += width + (gaps[position] ?? 0);
    return { box, node, note, spot: { group, row: index, column: position } };
  });
}

/** By how many rows each group stands lower than the highest, so that arrows across groups are as level as can be. */
function rowOffsets({ groups, arrows }: Diagram): readonly number[] {
  const offsets: number[] = [];
  const reach = Math.max(0, ...groups.map(({ rows }) => rows.length));
  for (const index of groups.keys()) {
    const cost = (offset: number) =>
      arrows.reduce((total, { from, to }) => {
        const [here, there] = from.group === index ? [from, to] : [to, from];
        const other = offsets[there.group];
        if (here.group !== index || there.group === index || other === undefined) return total;
        return total + Math.abs(here.row + offset - there.row - other);
      }, 0);
    let best = 0;
    for (let step = 1; step <= reach; step++) {
      for (const offset of [step, -step]) if (cost(offset) < cost(best)) best = offset;
    }
    offsets.push(best);
  }
  const highest = Math.min(...offsets);
  return offsets.map((offset) => offset - highest);
}
