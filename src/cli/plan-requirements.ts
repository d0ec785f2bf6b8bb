import { printable } from '../engine/diagnostics/printable.ts';
import type { Plan, PlannedItem } from '../engine/model/plan.ts';
import { occupied } from '../engine/plan/occupied.ts';
import type { Paint } from '../engine/report/style.ts';

/**
 * What a runbook of a plan asks of the machine and the clusters before its first command: tools in their versions,
 * objects on the first cluster, local ports that it opens. Whether they are there is looked at when it runs.
 */
export function requirementLines(item: PlannedItem, plan: Plan, paint: Paint): readonly string[] {
  const { tools, needs } = item.runbook.meta;
  const keys = occupied({ ...plan, runbooks: [item] }, { target: 'local' });
  const rows: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['tools', Object.entries(tools).map(([tool, range]) => (range === '*' ? tool : `${tool} ${range}`))],
    ['needs', needs],
    ['ports', keys.map((key) => key.replace(/^port:/, ''))],
  ];
  return rows.flatMap(([name, values]) =>
    values.length === 0 ? [] : [`  ${paint('dim', name)}  ${printable(values.join(', '))}`],
  );
}
