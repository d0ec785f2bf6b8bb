import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowWay } from '../../../../src/engine/diagram/arrow-way.ts';
import type { Diagram, DiagramArrow, DiagramGroup, Spot } from '../../../../src/engine/diagram/diagram.ts';
import { readDiagram } from '../../../../src/engine/diagram/read-diagram.ts';
import { type Box, lineHeight, linesWidth } from '../../../../src/site/diagram/geometry.ts';
import { layOut } from '../../../../src/site/diagram/layout.ts';

type Labelled = {
  readonly label: { readonly x: number; readonly y: number; readonly lines: readonly string[] };
};

const labs = fileURLToPath(new URL('../../../../runbooks/labs/', import.meta.url));

/** Every diagram of the labs. */
const drawn = readdirSync(labs)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    [...readFileSync(labs + name, 'utf8').matchAll(/^```diagram\n([\s\S]*?)^```$/gm)].map(
      ([, text = '']) => ({ name, diagram: readDiagram(text).diagram }),
    ),
  );

describe('the layout of a diagram', () => {
  it.each(drawn)('of $name keeps things apart, and fits the page of a wide window', ({ diagram }) => {
    keepsApart(diagram);
    expect(layOut(diagram).width).toBeLessThan(740);
  });

  it('is there for four labs', () => {
    expect(drawn.map(({ name }) => name)).toEqual(['lab0.md', 'lab1.md', 'lab2.md', 'lab3.md']);
  });

  it('keeps nodes and labels apart in any diagram', () => {
    fc.assert(fc.property(diagrams(), keepsApart), { numRuns: 300 });
  });
});

/** Nodes don't overlap, labels lie neither on nodes nor on each other, and all is inside of the picture. */
function keepsApart(diagram: Diagram): void {
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

/** Groups of some rows, and arrows between whatever may be joined. */
function diagrams(): fc.Arbitrary<Diagram> {
  const note = fc.constantFrom('', 'v1', 'what it is, in a few more words');
  const node = fc.record({ name: fc.constantFrom('a', 'productpage', 'east-west gateway'), note });
  const rows = fc.array(fc.array(node, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  const group = fc.record({ name: fc.constant('east'), note, alone: fc.constant(false), rows });
  const groups = fc.array(group, { minLength: 1, maxLength: 3 });
  const label = fc.constantFrom('', 'HTTP', 'HTTPRoute to productpage.bookinfo.mesh.internal, by its name');
  const kind = fc.constantFrom('solid' as const, 'refused' as const);
  return fc
    .tuple(groups, fc.array(fc.record({ a: fc.nat(), label, kind }), { maxLength: 8 }))
    .map(([all, wished]) => ({ title: 'T', groups: all, arrows: arrowsOf(all, wished) }));
}

type Wish = { readonly a: number; readonly label: string; readonly kind: DiagramArrow['kind'] };

function arrowsOf(groups: readonly DiagramGroup[], wished: readonly Wish[]): readonly DiagramArrow[] {
  const spots: Spot[] = groups.flatMap(({ rows }, group) =>
    rows.flatMap((row, index) => row.map((_, column) => ({ group, row: index, column }))),
  );
  const pairs = spots.flatMap((from) =>
    spots.filter((to) => typeof arrowWay(groups, from, to) === 'string').map((to) => ({ from, to })),
  );
  const picked = wished.flatMap(({ a, label, kind }) => {
    const pair = pairs[a % Math.max(1, pairs.length)];
    return pair ? [{ ...pair, label, kind }] : [];
  });
  const key = ({ from, to }: DiagramArrow) =>
    [from, to]
      .map((spot) => Object.values(spot).join())
      .toSorted()
      .join();
  return picked.filter((arrow, index) => picked.findIndex((other) => key(other) === key(arrow)) === index);
}
