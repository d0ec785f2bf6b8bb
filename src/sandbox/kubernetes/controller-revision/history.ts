import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { contentHash } from '../workload/generated-names.ts';
import { controlled, controllerReference } from '../workload/owned.ts';
import type { PodTemplate } from '../workload/workload-objects.ts';

/** A pod template that a workload had, which `kubectl rollout` shows and goes back to. */
export type Revision = KubeObject & { readonly revision: number };

type Owner = KubeObject & {
  readonly spec?: { readonly template?: PodTemplate; readonly revisionHistoryLimit?: number };
};

/** The label of a revision with the hash of its template. */
const hashLabel: Readonly<Record<string, string>> = {
  StatefulSet: 'controller.kubernetes.io/hash',
  DaemonSet: 'controller-revision-hash',
};

/** The revisions of a workload, oldest first. */
export const revisionsOf = (world: World, owner: KubeObject): readonly Revision[] =>
  controlled<Revision>(world, resources.controllerRevisions, owner).toSorted(
    (a, b) => a.revision - b.revision,
  );

/** The pod template that a revision keeps. */
export function templateOf(revision: Revision): PodTemplate {
  const { $patch: _patch, ...template } = fieldsAt(revision, 'data.spec.template');
  return template as PodTemplate;
}

/**
 * The revision of the present pod template: a new one, or one that was there before and becomes the newest again.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#revision-history
 */
export function currentRevision(world: World, owner: Owner): Revision {
  const known = revisionsOf(world, owner);
  const data = { spec: { template: { ...owner.spec?.template, $patch: 'replace' } } };
  const newest = known.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const same = known.findLast((revision) => isEqual(revision.data, data));
  if (!same) return create(world, owner, data, next);
  if (same === newest) return same;
  const key = keyOf(resources.controllerRevisions, same);
  return world.store.mutate<Revision>(key, (object) => ({ ...object, revision: next })) ?? same;
}

function create(world: World, owner: Owner, data: object, revision: number): Revision {
  const { name, namespace = '', annotations } = owner.metadata;
  const hash = contentHash(owner.spec?.template);
  return world.store.create<Revision>(resources.controllerRevisions, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...owner.spec?.template?.metadata?.labels, [hashLabel[owner.kind] ?? '']: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    data,
    revision,
  });
}

/** Forgets the oldest revisions that no pod is of, beyond those that the workload wants to keep. */
export function trimHistory(world: World, owner: Owner, live: ReadonlySet<string>): void {
  const unused = revisionsOf(world, owner).filter(({ metadata }) => !live.has(metadata.name));
  const surplus = unused.length - ((at(owner, 'spec.revisionHistoryLimit') as number | undefined) ?? 10);
  for (const revision of unused.slice(0, Math.max(0, surplus)))
    world.store.remove(keyOf(resources.controllerRevisions, revision));
}
