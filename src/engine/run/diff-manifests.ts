import { manifestsOf } from '../access/manifests-of-plan.ts';
import type { ObjectDiff } from '../model/manifest-diff.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { OpenTarget } from '../model/target.ts';

/** How long the dry run of one manifest may take. */
const limitMs = 30_000;

type DiffOptions = {
  readonly environmentOf: (item: PlannedItem) => Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** What the manifests of a plan would change, each beside the clusters as they are now. Changes nothing. */
export async function diffManifests(
  plan: Plan,
  { facts, kubeconfig }: OpenTarget,
  { environmentOf, signal: stop }: DiffOptions,
): Promise<readonly ObjectDiff[]> {
  const { diffManifest } = await import('../kube/diff-manifest.ts');
  const diffs: ObjectDiff[] = [];
  for (const { action, span, place, namespaces } of manifestsOf(plan, {
    clusters: facts.clusters,
    environmentOf,
  })) {
    if (place === undefined) {
      diffs.push(nowhere(action, span));
      continue;
    }
    const made = [...namespaces].flatMap((key) =>
      key.startsWith(`${place.context} `) ? [key.slice(place.context.length + 1)] : [],
    );
    const signal = AbortSignal.any([stop, AbortSignal.timeout(limitMs)]);
    const request = { kubeconfig, ...place, manifest: action.manifest, at: span, signal };
    diffs.push(
      ...(await diffManifest({ ...request, force: action.force !== false, namespaces: new Set(made) })),
    );
  }
  return diffs;
}

type Planned = ReturnType<typeof manifestsOf>[number];

function nowhere({ cluster, namespace }: Planned['action'], { file, start }: Planned['span']): ObjectDiff {
  const asked = [
    `\`cluster=${cluster}\``,
    ...(namespace === undefined ? [] : [`\`namespace=${namespace}\``]),
  ];
  return {
    file,
    line: start.line,
    name: 'manifest',
    where: '',
    result: 'unknown',
    notes: [`where it goes is not known before the run: ${asked.join(', ')}`],
  };
}
