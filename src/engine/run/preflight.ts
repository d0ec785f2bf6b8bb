import { RunbookError } from '../diagnostics/error.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { OpenTarget, TargetFacts } from '../model/target.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkPorts } from './check-ports.ts';
import { environmentOf } from './environment.ts';
import { inputRows } from './input-rows.ts';
import { missingSecrets } from './missing-secrets.ts';
import type { RunOptions } from './options.ts';
import { checkTools } from './tools.ts';

/** How long a cluster may take to say whether it has what is needed. */
const answerLimitMs = 10_000;

/** Build metadata of servers that simulate: one reached through somebody's kubeconfig is labelled all the same. */
const sandboxBuild = '+sandbox';

type PreflightOptions = Pick<RunOptions, 'signal' | 'env' | 'inherited' | 'inputs' | 'mask'> & {
  readonly path: string;
  /** Tools that may be started: a plan starts none that only a page names. */
  readonly start?: 'any' | 'known';
};

/** What was found, and the target's facts with the versions found. */
type Examined = { readonly facts: TargetFacts; readonly requirements: readonly Requirement[] };

/**
 * Looks, before anything runs, whether the clusters answer and let this user do what the page will do, whether the
 * objects that runbooks need exist, the tools are there in a version that will do, and local ports are free.
 * @returns The target's facts with the versions found, and warnings.
 * @throws RunbookError with everything that is wrong at once, each with how to fix it.
 */
export async function preflight(
  plan: Plan,
  open: OpenTarget,
  options: PreflightOptions,
): Promise<{ readonly facts: TargetFacts; readonly warnings: readonly Diagnostic[] }> {
  const { facts, requirements } = await examine(plan, open, options);
  const diagnostics = requirements.flatMap(({ diagnostic }) => diagnostic ?? []);
  const isWarning = ({ severity }: Diagnostic): boolean => severity === 'warning';
  if (!diagnostics.every(isWarning)) throw new RunbookError(diagnostics);
  return { facts, warnings: diagnostics };
}

/** Looks at the same, and says how everything was found. Changes nothing, on the clusters or here. */
export async function examine(plan: Plan, open: OpenTarget, options: PreflightOptions): Promise<Examined> {
  const { env, signal, start = 'any' } = options;
  const environment = ({ runbook }: PlannedItem) => environmentOf(runbook, open, options);
  const [tools, clusters, ports] = await Promise.all([
    checkTools(
      plan.runbooks.map(({ runbook }) => runbook),
      { path: [...open.path, options.path], signal, start },
    ),
    checkClusters(plan, open, { environmentOf: environment, signal }),
    checkPorts(plan, { target: open.facts.name, ...(env === undefined ? {} : { env }) }),
  ]);
  const secrets = missingSecrets(plan, environment, options.mask ?? []);
  const inputs = inputRows(plan, { ...env, ...options.inputs });
  const simulated =
    open.facts.simulated || clusters.facts.some(({ version }) => version.endsWith(sandboxBuild));
  const versions = { ...open.facts.tools, ...tools.versions };
  return {
    facts: { ...open.facts, simulated, clusters: clusters.facts, tools: versions },
    requirements: [
      ...inputs,
      ...clusters.requirements,
      ...tools.requirements,
      ...ports,
      ...secrets.map(secretRow),
    ],
  };
}

type Checked = {
  readonly facts: TargetFacts['clusters'];
  readonly requirements: readonly Requirement[];
};

type CheckOptions = {
  readonly environmentOf: (item: PlannedItem) => Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

async function checkClusters(plan: Plan, open: OpenTarget, options: CheckOptions): Promise<Checked> {
  const { clusters, simulated } = open.facts;
  const needing = plan.runbooks.map(({ runbook }) => runbook).filter(({ meta }) => meta.needs.length > 0);
  if (clusters.length === 0 && needing.length === 0) return { facts: clusters, requirements: [] };
  const known = needing.length === 0 && clusters.every(({ version }) => version !== '');
  if (known && simulated) return { facts: clusters, requirements: clusters.map(simulatedRow) };
  const { readVersions } = await import('../kube/versions.ts');
  const { lookForObjects } = await import('../kube/needs.ts');
  const versions = await readVersions(open, options.signal);
  if (versions.facts.length < clusters.length) return versions;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(answerLimitMs)]);
  const [objects, permissions] = await Promise.all([
    needing.length === 0 ? [] : lookForObjects(needing, open, signal),
    // Of a simulated cluster whoever runs a page is the administrator.
    simulated ? [] : checkPermissions(plan, open, { ...options, signal }),
  ]);
  return { facts: versions.facts, requirements: [...versions.requirements, ...objects, ...permissions] };
}

function simulatedRow({ context, variable, version }: TargetFacts['clusters'][number]): Requirement {
  return { kind: 'cluster', name: `${context} (${variable})`, found: version, state: 'met' };
}

function secretRow(diagnostic: Diagnostic): Requirement {
  return { kind: 'secret', name: diagnostic.message, found: 'no value', state: 'unmet', diagnostic };
}
