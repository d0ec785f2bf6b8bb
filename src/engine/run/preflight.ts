import { RunbookError } from '../diagnostics/error.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { OpenTarget, TargetFacts } from '../model/target.ts';
import { environmentOf } from './environment.ts';
import { missingSecrets } from './missing-secrets.ts';
import type { RunOptions } from './options.ts';
import { checkTools } from './tools.ts';

/** How long a cluster may take to say whether it has what is needed. */
const answerLimitMs = 10_000;

/** Build metadata of servers that simulate: one reached through somebody's kubeconfig is labelled all the same. */
const sandboxBuild = '+sandbox';

/**
 * Looks, before anything runs, whether the clusters answer, the objects that runbooks need exist and the tools are
 * there in a version that will do.
 * @returns The target's facts with the versions found.
 * @throws RunbookError with everything that is wrong at once, each with how to fix it.
 */
export async function preflight(
  plan: Plan,
  open: OpenTarget,
  options: Pick<RunOptions, 'signal' | 'env' | 'inherited' | 'mask'> & { readonly path: string },
): Promise<TargetFacts> {
  const [tools, clusters] = await Promise.all([
    checkTools(
      plan.runbooks.map(({ runbook }) => runbook),
      [...open.path, options.path],
      options.signal,
    ),
    checkClusters(plan, open, options.signal),
  ]);
  const environment = ({ runbook }: PlannedItem) => environmentOf(runbook, open, options);
  const secrets = missingSecrets(plan, environment, options.mask ?? []);
  const diagnostics = [...clusters.diagnostics, ...tools.diagnostics, ...secrets];
  if (diagnostics.length > 0) throw new RunbookError(diagnostics);
  const simulated =
    open.facts.simulated || clusters.facts.some(({ version }) => version.endsWith(sandboxBuild));
  const versions = { ...open.facts.tools, ...tools.versions };
  return { ...open.facts, simulated, clusters: clusters.facts, tools: versions };
}

type Checked = { readonly facts: TargetFacts['clusters']; readonly diagnostics: readonly Diagnostic[] };

async function checkClusters(plan: Plan, open: OpenTarget, stop: AbortSignal): Promise<Checked> {
  const { clusters } = open.facts;
  const needing = plan.runbooks.map(({ runbook }) => runbook).filter(({ meta }) => meta.needs.length > 0);
  if (needing.length === 0 && clusters.every(({ version }) => version !== '')) {
    return { facts: clusters, diagnostics: [] };
  }
  const { readVersions } = await import('../kube/versions.ts');
  const { missingObjects } = await import('../kube/needs.ts');
  const versions = await readVersions(open, stop);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(answerLimitMs)]);
  const missing = versions.diagnostics.length > 0 ? [] : await missingObjects(needing, open, signal);
  return { facts: versions.facts, diagnostics: [...versions.diagnostics, ...missing] };
}
