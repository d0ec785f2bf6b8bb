import { Range } from 'semver';
import type { Plan } from '../../model/plan.ts';
import { versionArguments } from '../../run/tools.ts';
import { clusterText } from './environment.ts';
import { toolsOf } from './tools.ts';
import { word } from './words.ts';

/** What the script looks at before it runs anything, and what it starts with. */
export function preflightText(plan: Plan): string {
  const clusters = Object.keys(plan.clusters);
  const secrets = [...new Set(plan.runbooks.flatMap(({ runbook }) => runbook.meta.secrets))];
  const needs = [...new Set(plan.runbooks.flatMap(({ runbook }) => runbook.meta.needs))];
  const context = clusters[0] === undefined ? "''" : `"$${clusters[0]}"`;
  return [
    ...(secrets.length === 0 ? [] : [`rb_secrets=${word(secrets.join(' '))}`]),
    ...toolsOf(plan).map(toolText),
    ...clusterText(plan.clusters),
    ...(clusters.length === 0
      ? ['# No cluster is declared, and so none is touched.', 'export KUBECONFIG=/dev/null']
      : [`rb_take_clusters ${clusters.join(' ')}`]),
    ...needs.map((need) => `rb_need ${context} ${need.split('/').map(word).join(' ')}`),
    'rb_ready_to_start',
    '',
  ].join('\n');
}

function toolText([tool, range]: readonly [string, string]): string {
  const found = range === '*' ? '' : comparisons(range);
  const ask = found === '' ? [] : (versionArguments[tool] ?? ['--version']);
  return ['rb_tool', tool, range, found, ...ask].map(word).join(' ');
}

/** A range as alternatives of comparisons: `>=1.28.0 <2.0.0 || 3.1.0`. */
function comparisons(range: string): string {
  const sets = new Range(range, { includePrerelease: true }).set;
  return sets
    .map((set) =>
      set
        .filter(({ semver }) => typeof semver.major === 'number')
        .map(({ operator, semver }) => `${operator}${semver.major}.${semver.minor}.${semver.patch}`)
        .join(' '),
    )
    .join(' || ');
}
