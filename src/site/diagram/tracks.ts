import type { Spot } from '../../engine/diagram/diagram.ts';
import { bandOf, endsAt, gapMates, type Joined } from './ends.ts';
import { type Box, headRoom, lineHeight, linesWidth, sum, type Track } from './geometry.ts';

type Place = {
  readonly joined: readonly Joined[];
  readonly boxOf: (spot: Spot) => Box;
  readonly groups: readonly Box[];
};

type Point = readonly [x: number, y: number];

/** The line of an arrow, from node to node. */
export function trackOf(arrow: Joined, place: Place): Track {
  return arrow.way === 'down' ? downTrack(arrow, place) : levelTrack(arrow, place);
}

/** Where on its side an end is. */
function portOf(end: Joined['from'], { joined, boxOf }: Place): Point {
  const { x, y, width, height } = boxOf(end.spot);
  const ends = endsAt(joined, end.spot, end.side);
  const rooms = ends.map(({ room }) => room);
  const index = ends.indexOf(end);
  const along = sum(rooms.slice(0, index)) + (rooms[index] ?? 0) / 2 - sum(rooms) / 2;
  switch (end.side) {
    case 'top':
      return [x + width / 2 + along, y];
    case 'bottom':
      return [x + width / 2 + along, y + height];
    case 'left':
      return [x, y + height / 2 + along];
    case 'right':
      return [x + width, y + height / 2 + along];
    default:
      return end.side satisfies never;
  }
}

/** Straight down, or with a bend at the end without the label; each bend of a gap has its own height. */
function downTrack(arrow: Joined, place: Place): Track {
  const [from, to] = [portOf(arrow.from, place), portOf(arrow.to, place)];
  const [named, other] = arrow.labelled === 'to' ? [to, from] : [from, to];
  const away = named[1] > other[1] ? -1 : 1;
  const half = (arrow.lines.length * lineHeight) / 2;
  const middle = named[1] + away * (headRoom + half);
  const bend = other[1] - away * laneOf(arrow, place);
  const corner: Point[] = named[0] === other[0] ? [other] : [other, [other[0], bend], [named[0], bend]];
  const pieces =
    half === 0
      ? [[...corner, named]]
      : [
          [...corner, [named[0], middle + away * half] as const],
          [[named[0], middle - away * half] as const, named],
        ];
  return { pieces: towards(arrow, pieces), label: { x: named[0], y: middle, lines: arrow.lines } };
}

/** Straight across, or with a bend at the end without the label; each bend of a gap has its own place. */
function levelTrack(arrow: Joined, place: Place): Track {
  const [from, to] = [portOf(arrow.from, place), portOf(arrow.to, place)];
  const [named, other] = arrow.labelled === 'to' ? [to, from] : [from, to];
  const away = named[0] > other[0] ? -1 : 1;
  const [near, far] = edges(arrow, place, named, other);
  const lane = far - away * laneOf(arrow, place);
  const band = bandOf(gapMates(place.joined, arrow), arrow);
  const middle = near + away * (headRoom + band / 2 + 3);
  const half = linesWidth(arrow.lines) / 2;
  const corner: Point[] = named[1] === other[1] ? [other] : [other, [lane, other[1]], [lane, named[1]]];
  const pieces =
    half === 0
      ? [[...corner, named]]
      : [
          [...corner, [middle + away * (half + 5), named[1]] as const],
          [[middle - away * (half + 5), named[1]] as const, named],
        ];
  return { pieces: towards(arrow, pieces), label: { x: middle, y: named[1], lines: arrow.lines } };
}

/** The gap that an arrow runs in: between two groups, or between two nodes of a row. */
function edges(arrow: Joined, { groups }: Place, named: Point, other: Point): readonly [number, number] {
  if (arrow.way === 'beside') return [named[0], other[0]];
  const [end, start] = arrow.labelled === 'to' ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
  const edge = ({ spot, side }: Joined['from'], fallback: number) => {
    const box = groups[spot.group];
    return box ? (side === 'left' ? box.x : box.x + box.width) : fallback;
  };
  return [edge(end, named[0]), edge(start, other[0])];
}

/** How far from its end an arrow bends; each one of a gap has a lane of its own. */
function laneOf(arrow: Joined, { joined }: Place): number {
  return headRoom + 4 * gapMates(joined, arrow).indexOf(arrow);
}

/** Pieces run from the unlabelled end to the labelled one; a head is at the end of the last. */
function towards(arrow: Joined, pieces: readonly (readonly Point[])[]): Track['pieces'] {
  return arrow.labelled === 'to' ? pieces : pieces.toReversed().map((piece) => piece.toReversed());
}
