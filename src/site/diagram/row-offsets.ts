import type { Diagram } from '../../engine/diagram/diagram.ts';

/** By how many rows each group stands lower than the highest, so that arrows across groups are as level as can be. */
export function rowOffsets({ groups, arrows }: Diagram): readonly number[] {
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
