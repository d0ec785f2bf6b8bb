import { closeClients } from '../kube/open-clients.ts';
import { EventMask } from '../mask/event-mask.ts';
import type { ObjectDiff } from '../model/manifest-diff.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Target } from '../model/target.ts';
import { diffManifests } from './diff-manifests.ts';
import { environmentOf } from './environment.ts';
import { givenSecrets } from './given-secrets.ts';
import type { RunOptions } from './options.ts';
import { examine } from './preflight.ts';

type ExamineOptions = Pick<RunOptions, 'env' | 'inherited' | 'mask' | 'signal'> & {
  readonly path: string;
  /** Also asks what the manifests would change. */
  readonly diff?: boolean;
};

/** What a look at a target found before a run: texts are masked. */
type Examination = {
  readonly requirements: readonly Requirement[];
  readonly diffs: readonly ObjectDiff[];
};

/**
 * Opens a target, looks at what a run would look at before its first command, and closes it again. Clusters are asked,
 * and nothing is changed; of tools only those are started that we know, for a page may be a stranger's. What the manifests
 * would change is asked as a dry run.
 */
export async function examineTarget(
  plan: Plan,
  target: Target,
  options: ExamineOptions,
): Promise<Examination> {
  const open = await target.open(plan.clusters, options.signal);
  const mask = new EventMask();
  mask.add([...givenSecrets(plan, options), ...open.secrets]);
  try {
    const { requirements } = await examine(plan, open, { ...options, start: 'known' });
    const environment = ({ runbook }: PlannedItem) => environmentOf(runbook, open, options);
    const diffs = options.diff
      ? await diffManifests(plan, open, { environmentOf: environment, signal: options.signal })
      : [];
    return {
      requirements: requirements.map((each) => masked(each, mask)),
      diffs: diffs.map((each) => maskedDiff(each, mask)),
    };
  } finally {
    closeClients(open.kubeconfig);
    await open.close();
  }
}

function maskedDiff(diff: ObjectDiff, mask: EventMask): ObjectDiff {
  const { notes, before, after } = diff;
  return {
    ...diff,
    notes: notes.map((note) => mask.text(note)),
    ...(before === undefined ? {} : { before: mask.text(before) }),
    ...(after === undefined ? {} : { after: mask.text(after) }),
  };
}

function masked(requirement: Requirement, mask: EventMask): Requirement {
  const { name, found, diagnostic } = requirement;
  const hint = diagnostic?.hint === undefined ? {} : { hint: mask.text(diagnostic.hint) };
  return {
    ...requirement,
    name: mask.text(name),
    found: mask.text(found),
    ...(diagnostic === undefined
      ? {}
      : { diagnostic: { ...diagnostic, message: mask.text(diagnostic.message), ...hint } }),
  };
}
