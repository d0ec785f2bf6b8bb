import type { ArrowKind, Diagram } from '../../engine/diagram/diagram.ts';
import { lineHeight, type Track } from './geometry.ts';
import { type HtmlElement, html } from './html.ts';
import { type Layout, layOut, type PlacedNode } from './layout.ts';

const round = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * An SVG of the diagram, in the colours of what is around it. `id` makes the ids of its title and description, which
 * screen readers read out.
 */
export function drawDiagram(diagram: Diagram, id: string, description: string): HtmlElement {
  const layout = layOut(diagram);
  const [width, height] = [round(layout.width), round(layout.height)];
  const attributes = {
    role: 'img',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    // Where there is a little less room it is drawn smaller; where there is much less it is scrolled.
    style: `min-width:${round(layout.width * 0.85)}px`,
    ariaLabelledBy: `${id}-title`,
    ariaDescribedBy: `${id}-text`,
  };
  return html('svg', attributes, [
    html('title', { id: `${id}-title` }, [diagram.title]),
    html('desc', { id: `${id}-text` }, [description]),
    ...layout.groups.flatMap(group),
    ...layout.nodes.flatMap(node),
    ...layout.tracks.flatMap((track, index) => arrow(track, diagram.arrows[index]?.kind ?? 'solid')),
  ]);
}

function rect({ x, y, width, height }: PlacedNode['box'], className: string): HtmlElement {
  const [left, top, wide, high] = [x, y, width, height].map(round);
  return html('rect', {
    className,
    x: left ?? '0',
    y: top ?? '0',
    width: wide ?? '0',
    height: high ?? '0',
    rx: '6',
  });
}

function write(x: number, y: number, className: string, value: string): HtmlElement {
  return html('text', { className, x: round(x), y: round(y) }, [value]);
}

function group({ box, name, note }: Layout['groups'][number]): HtmlElement[] {
  const title = html('text', { className: 'rb-group-name', x: round(box.x + 14), y: round(box.y + 25) }, [
    name,
    ...(note ? [html('tspan', { className: 'rb-small', dx: '10' }, [note])] : []),
  ]);
  return [rect(box, 'rb-group'), title];
}

function node({ box, node: { name }, note }: PlacedNode): HtmlElement[] {
  const x = box.x + box.width / 2;
  const first = box.y + box.height / 2 + 5 - (note.length * lineHeight) / 2;
  const lines = note.map((line, index) => write(x, first + lineHeight * (index + 1), 'rb-small', line));
  return [rect(box, 'rb-node'), write(x, first, 'rb-name', name), ...lines];
}

function arrow({ pieces, label }: Track, kind: ArrowKind): HtmlElement[] {
  const d = pieces
    .map((points) => `M${points.map((point) => point.map(round).join(' ')).join('L')}`)
    .join('');
  const first = label.y + 4 - ((label.lines.length - 1) * lineHeight) / 2;
  return [
    html('path', { className: `rb-arrow rb-${kind}`, d }),
    html('path', { className: 'rb-head', d: head(pieces.at(-1) ?? [], kind) }),
    ...label.lines.map((line, index) => write(label.x, first + index * lineHeight, 'rb-small', line)),
  ];
}

/** A head that points along the last leg; a cross for what is refused. */
function head(points: Track['pieces'][number], kind: ArrowKind): string {
  const [[x, y], [px, py]] = [points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0]];
  const [dx, dy] = [Math.sign(x - px), Math.sign(y - py)];
  const at = (back: number, aside: number) =>
    `${round(x - dx * back + dy * aside)} ${round(y - dy * back + dx * aside)}`;
  if (kind === 'refused') return `M${at(2, -5)}L${at(12, 5)}M${at(2, 5)}L${at(12, -5)}`;
  return `M${at(8, -4)}L${at(0, 0)}L${at(8, 4)}`;
}
