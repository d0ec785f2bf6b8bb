import fc from 'fast-check';
import { it } from 'vitest';
import { arrowWay } from '../../../../src/engine/diagram/arrow-way.ts';
import type { Diagram, DiagramArrow, DiagramGroup, Spot } from '../../../../src/engine/diagram/diagram.ts';
import { runs } from '../../../helpers/budget.ts';
import { keepsApart } from './keeps-apart.ts';

it('the layout of any diagram keeps nodes and labels apart', () => {
  fc.assert(fc.property(diagrams(), keepsApart), { numRuns: runs(100) });
});

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
