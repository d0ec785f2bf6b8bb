import type { Plan } from '../../model/plan.ts';
import type { Segment, Statement } from '../../model/runbook.ts';
import { plannedBlocksOf, segmentsOf, statementsOf } from '../../model/statements.ts';

/** Tools that the script must find, with the range of versions: those that runbooks name, and those that it calls itself. */
export function toolsOf(plan: Plan): readonly (readonly [tool: string, range: string])[] {
  const blocks = plan.runbooks.flatMap(plannedBlocksOf);
  const named = plan.runbooks.flatMap(({ runbook }) => Object.entries(runbook.meta.tools));
  const own = [
    ...(Object.keys(plan.clusters).length > 0 ? ['kubectl'] : []),
    ...(statementsOf(blocks).some(waitsForHttp) ? ['curl'] : []),
    ...(segmentsOf(blocks).some(readsJson) ? ['jq'] : []),
  ];
  const missing = own.filter((tool) => !named.some(([name]) => name === tool));
  const all = [...named, ...missing.map((tool) => [tool, '*'] as const)];
  return [...new Map(all.map(([tool, range]) => [`${tool} ${range}`, [tool, range] as const])).values()];
}

function waitsForHttp({ action }: Statement): boolean {
  return action.kind === 'shell' && action.waits.some((wait) => wait.for.kind === 'http');
}

function readsJson({ expectations }: Segment): boolean {
  return expectations.some(({ kind }) => ['json', 'json-output', 'object'].includes(kind));
}
