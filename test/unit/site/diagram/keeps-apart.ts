import { expect } from 'vitest';
import type { Diagram } from '../../../../src/engine/diagram/diagram.ts';
import { type Box, lineHeight, linesWidth } from '../../../../src/site/diagram/geometry.ts';
import { layOut } from '../../../../src/site/diagram/layout.ts';

type Labelled = {
  readonly label: { readonly x: number; readonly y: number; readonly lines: readonly string[] };
};

/** Nodes don't overlap, labels lie neither on nodes nor on each other, and all is inside of the picture. */
export function keepsApart(diagram: Diagram): void {
  const { width, height, nodes, tracks } = layOut(diagram);
  const labels = tracks.filter(({ label }) => label.lines.length > 0).map(boxOfLabel);
  const boxes = [...nodes.map(({ box }) => box), ...labels];
  for (const [index, box] of boxes.entries()) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    for (const other of boxes.slice(index + 1))
      expect(overlap(box, other), JSON.stringify([box, other])).toBe(false);
  }
}

function boxOfLabel({ label: { x, y, lines } }: Labelled): Box {
  const [width, height] = [linesWidth(lines), lines.length * lineHeight];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function overlap(one: Box, other: Box): boolean {
  const apart =
    one.x + one.width <= other.x + 0.01 ||
    other.x + other.width <= one.x + 0.01 ||
    one.y + one.height <= other.y + 0.01 ||
    other.y + other.height <= one.y + 0.01;
  return !apart;
}
