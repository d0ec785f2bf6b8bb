import { type ArrowKind, type Diagram, type DiagramGroup, nodeAt } from '../../engine/diagram/diagram.ts';
import { readDiagram } from '../../engine/diagram/read-diagram.ts';
import { type Row, rowsOf } from '../prose/row.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { clipped, padded, width } from '../text/width.ts';
import { hung, wrapped } from '../text/wrap.ts';

/** Columns between two boxes. */
const gap = 3;

const heads: Readonly<Record<ArrowKind, { readonly text: string; readonly style: string }>> = {
  solid: { text: '──▶', style: styles.accentStrong },
  dotted: { text: '┄┄▶', style: styles.faint },
  refused: { text: '──✗', style: styles.badStrong },
};

/** A `diagram` block: its places as boxes, beside each other where there is room, and below them what talks to what. */
export function diagramRows(text: string, room: number): readonly Row[] {
  const { diagram } = readDiagram(text);
  const boxes = diagram.groups.map((group) => boxOf(group, room));
  return rowsOf([
    ...wrapped([span(safe(diagram.title), styles.emphasis)], room),
    ...beside(boxes, room),
    ...arrowLines(diagram, room),
  ]);
}

/** A place as lines of one width. */
function boxOf(group: DiagramGroup, room: number): readonly Line[] {
  const name: Line = [span(safe(group.name), styles.strong), ...noted(group.note)];
  const rows = group.alone
    ? [name]
    : group.rows.map((row) =>
        row.flatMap(({ name: node, note }, index) => [
          ...(index === 0 ? [] : [span('  ┊  ', styles.faint)]),
          span(safe(node)),
          ...noted(note),
        ]),
      );
  const title: Line = group.alone ? [] : [span(' '), ...name, span(' ')];
  const inner = Math.max(1, Math.min(room - 4, Math.max(width(title) - 1, ...rows.map(width))));
  const top = clipped(title, inner + 1);
  const edge = (text: string) => span(text, styles.faint);
  return [
    [edge('╭─'), ...top, edge(`${'─'.repeat(Math.max(0, inner + 1 - width(top)))}╮`)],
    ...rows.map((row): Line => [edge('│ '), ...padded(clipped(row, inner), inner), edge(' │')]),
    [edge(`╰${'─'.repeat(inner + 2)}╯`)],
  ];
}

function noted(note: string): Line {
  return note === '' ? [] : [span(`  ${safe(note)}`, styles.faint)];
}

/** As many boxes in a row as there is room for. */
function beside(boxes: readonly (readonly Line[])[], room: number): readonly Line[] {
  const shelves: (readonly Line[])[][] = [];
  let used = 0;
  for (const box of boxes) {
    const wide = width(box[0] ?? []);
    if (shelves.length === 0 || used + gap + wide > room) {
      shelves.push([]);
      used = -gap;
    }
    shelves.at(-1)?.push(box);
    used += gap + wide;
  }
  return shelves.flatMap((shelf) => {
    const rows = Math.max(...shelf.map((box) => box.length));
    return Array.from({ length: rows }, (_, row) =>
      shelf.flatMap((box, index): Line => {
        const wide = width(box[0] ?? []);
        return [...(index === 0 ? [] : [span(' '.repeat(gap))]), ...padded(box[row] ?? [], wide)];
      }),
    );
  });
}

function arrowLines(diagram: Diagram, room: number): readonly Line[] {
  const nameOf = (spot: Diagram['arrows'][number]['from']): string => {
    const { name } = nodeAt(diagram, spot);
    const group = diagram.groups[spot.group];
    const named = diagram.groups.flatMap(({ rows }) => rows.flat().filter((node) => node.name === name));
    return safe(named.length > 1 && group && !group.alone ? `${group.name}/${name}` : name);
  };
  const froms = diagram.arrows.map(({ from }) => nameOf(from));
  const wide = Math.min(Math.floor(room / 3), Math.max(0, ...froms.map((name) => width([span(name)]))));
  return diagram.arrows.flatMap(({ kind, to, label }, index) => {
    const { text, style } = heads[kind];
    const from = padded(clipped([span(froms[index] ?? '')], wide), wide);
    const said = label === '' ? [] : [span(`  ${safe(label)}`, styles.faint)];
    const rest = wrapped([span(nameOf(to)), ...said], room - wide - text.length - 2);
    const blank = span(' '.repeat(wide + text.length + 2));
    return hung(rest, [...from, span(' '), span(text, style), span(' ')], [blank]);
  });
}
