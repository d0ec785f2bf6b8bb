import type { Plan } from '../../model/plan.ts';
import type { Runbook, Statement } from '../../model/runbook.ts';
import { plannedBlocksOf, statementsOf } from '../../model/statements.ts';
import { versionArguments } from '../../run/tools.ts';
import { quote } from '../../shell/quote.ts';
import { clusterText, environmentText } from './environment.ts';
import { leastOf } from './refusals.ts';
import { word } from './words.ts';

/** What the script looks at before it runs anything: tools, contexts, objects, and what required pages make. */
export function preflightText(plan: Plan): readonly string[] {
  const clusters = Object.keys(plan.clusters);
  const asked = plan.runbooks.filter(({ reason }) => reason === 'asked');
  const required = plan.runbooks.filter(({ reason }) => reason === 'required');
  const needs = [...new Set(asked.flatMap(({ runbook }) => runbook.meta.needs))];
  return [
    ...toolsOf(plan).map(toolText),
    ...clusterText(plan.clusters),
    clusters.length === 0
      ? 'export KUBECONFIG=/dev/null # No cluster is declared, and so none is touched.'
      : `rb_take_clusters ${clusters.map((name) => `"$${name}"`).join(' ')}`,
    ...needs.map(
      (need) =>
        `kubectl --context "$${clusters[0]}" get ${word(need)} >/dev/null || rb_missing ${quote(`${need} is needed, and is not there`)}`,
    ),
    ...required.map(({ runbook }) => requiredText(runbook)),
  ];
}

/** In a subshell, which can't leave anything behind. */
function requiredText(runbook: Runbook): string {
  const { file } = runbook.source;
  const message = quote(`${file} has to be run first: its result is not there`);
  const probe = [`cd -- "$rb_home"`, ...environmentText(runbook), runbook.meta.ready ?? 'true'].join('\n');
  return `(\n${probe}\n) </dev/null >/dev/null 2>&1 || rb_missing ${message}`;
}

/** Tools that the page names, and those that the script calls itself. */
export function toolsOf(plan: Plan): readonly (readonly [tool: string, range: string])[] {
  const asked = plan.runbooks.filter(({ reason }) => reason === 'asked');
  const named = asked.flatMap(({ runbook }) => Object.entries(runbook.meta.tools));
  const own = [
    ...(Object.keys(plan.clusters).length > 0 ? ['kubectl'] : []),
    ...(statementsOf(asked.flatMap(plannedBlocksOf)).some(waitsForHttp) ? ['curl'] : []),
  ];
  const missing = own.filter((tool) => !named.some(([name]) => name === tool));
  return [...named, ...missing.map((tool) => [tool, '*'] as const)];
}

function waitsForHttp({ action }: Statement): boolean {
  return action.kind === 'shell' && action.waits.some((wait) => wait.for.kind === 'http');
}

function toolText([tool, range]: readonly [string, string]): string {
  const least = range === '*' ? undefined : leastOf(range);
  const words = least === undefined ? [] : [least, ...(versionArguments[tool] ?? ['--version'])];
  return ['rb_tool', tool, ...words].map(word).join(' ');
}
