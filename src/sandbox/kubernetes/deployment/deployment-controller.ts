import { controllerUser } from '../../apiserver/authentication/user.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import { byOwner } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import { writeStatus } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { admitNew, changeAdmitted } from '../admit-new.ts';
import { refusalOf } from '../workload/create-pod.ts';
import { contentHash } from '../workload/generated-names.ts';
import { controlled, controllerReference } from '../workload/owned.ts';
import type { DeploymentObject, ReplicaSetObject } from '../workload/workload-objects.ts';
import { createError, deploymentStatus, untilDeadline } from './deployment-status.ts';
import { type Rollout, rollout } from './rollout.ts';

const component = 'deployment-controller';

/** When to try again what was refused, in milliseconds. */
const retryMs = 1000;

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** One ReplicaSet for each pod template a Deployment had, and a rolling update from the old ones to the new. */
export const deployment: Controller = {
  name: component,
  watches: [resources.deployments, resources.replicaSets],
  enqueue: byOwner(resources.deployments, 'Deployment'),
  delay: 0.1,
  reconcile(key, world) {
    const found = world.store.get<DeploymentObject>(key);
    if (!found || found.metadata.deletionTimestamp) return undefined;
    let refusal: string | undefined;
    if (!found.spec?.paused) refusal = ensureCurrentSet(world, found) ?? refusedScaling(world, found);
    const current = currentSet(world, found);
    tidyHistory(world, found, current);
    const sets = controlled<ReplicaSetObject>(world, resources.replicaSets, found);
    const fresh = sets.find(({ metadata }) => metadata.uid === current?.metadata.uid);
    const latest = world.store.get<DeploymentObject>(key);
    if (!latest) return undefined;
    writeStatus(world, key, deploymentStatus(world, latest, { current: fresh, sets, refusal }));
    if (refusal !== undefined) return { requeueAfterMs: retryMs };
    const left = untilDeadline(world, world.store.get<DeploymentObject>(key) ?? latest);
    return left ? { requeueAfterMs: left } : undefined;
  },
};

const hashOf = ({ spec }: DeploymentObject): string => contentHash(spec?.template);

const currentSet = (world: World, owner: DeploymentObject): ReplicaSetObject | undefined =>
  controlled<ReplicaSetObject>(world, resources.replicaSets, owner).find(
    ({ metadata }) => metadata.labels?.[hashLabel] === hashOf(owner),
  );

/** The ReplicaSet of the present template; gives why the API server would refuse it. */
function ensureCurrentSet(world: World, owner: DeploymentObject): string | undefined {
  const existing = currentSet(world, owner);
  const sets = controlled<ReplicaSetObject>(world, resources.replicaSets, owner);
  const highest = Math.max(0, ...sets.filter((set) => set !== existing).map(revisionOf));
  const revision = existing && revisionOf(existing) > highest ? revisionOf(existing) : highest + 1;
  const refusal = existing ? undefined : createSet(world, owner, sized(newSet(owner), owner, sets));
  const set = currentSet(world, owner);
  if (set) {
    annotate(world, set, owner, revision);
    keepMinReadySeconds(world, set, owner);
  }
  return refusal;
}

function createSet(world: World, owner: DeploymentObject, set: ReplicaSetObject): string | undefined {
  const refusal = refusalOf(() => {
    const admitted = admitNew(world, resources.replicaSets, set, controllerUser(component));
    world.store.create(resources.replicaSets, admitted);
    tellOfScaling(world, owner, set, { from: 0, to: set.spec?.replicas ?? 0 });
  });
  if (refusal === undefined) return undefined;
  const message = `Failed to create new replica set "${set.metadata.name}": ${refusal}`;
  recordEvent(world, owner, { type: 'Warning', reason: createError, message, component });
  return message;
}

/** A new set begins as large as the rollout lets it be, unless that has to wait for pods to go. */
function sized(
  set: ReplicaSetObject,
  owner: DeploymentObject,
  old: readonly ReplicaSetObject[],
): ReplicaSetObject {
  const sizes = rollout.sizes({ owner, current: set, old });
  const replicas = sizes.find((size) => size.set === set)?.replicas ?? 0;
  return { ...set, spec: { ...set.spec, replicas } };
}

const revisionOf = ({ metadata }: ReplicaSetObject): number =>
  Number(metadata.annotations?.[revisionAnnotation] ?? 0);

function newSet(owner: DeploymentObject): ReplicaSetObject {
  const { selector, template, minReadySeconds } = owner.spec ?? {};
  const hash = hashOf(owner);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace ?? '',
      labels,
      ownerReferences: [controllerReference(owner)],
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  };
}

/** Revision and wanted size stand on the ReplicaSet, the revision on the Deployment too, where rollout reads it. */
function annotate(world: World, set: ReplicaSetObject, owner: DeploymentObject, revision: number): void {
  const { replicas = 1 } = owner.spec ?? {};
  const added = {
    [revisionAnnotation]: String(revision),
    'deployment.kubernetes.io/desired-replicas': String(replicas),
    'deployment.kubernetes.io/max-replicas': String(replicas + rollout.surge(owner)),
  };
  const withAnnotations = <T extends ReplicaSetObject | DeploymentObject>(object: T, more: object): T => ({
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...more } },
  });
  const cause = owner.metadata.annotations?.['kubernetes.io/change-cause'];
  world.store.mutate<ReplicaSetObject>(keyOf(resources.replicaSets, set), (object) =>
    withAnnotations(object, { ...added, ...(cause ? { 'kubernetes.io/change-cause': cause } : {}) }),
  );
  world.store.mutate<DeploymentObject>(keyOf(resources.deployments, owner), (object) =>
    withAnnotations(object, { [revisionAnnotation]: String(revision) }),
  );
}

/** It isn't of the template, so a change of it goes to the ReplicaSet that is there. */
function keepMinReadySeconds(world: World, set: ReplicaSetObject, owner: DeploymentObject): void {
  const { minReadySeconds = 0 } = owner.spec ?? {};
  if ((set.spec?.minReadySeconds ?? 0) === minReadySeconds) return;
  world.store.mutate<ReplicaSetObject>(keyOf(resources.replicaSets, set), (object) => ({
    ...object,
    spec: { ...object.spec, minReadySeconds },
  }));
}

/** Sizes the ReplicaSets; gives why the API server would refuse it. */
function refusedScaling(world: World, owner: DeploymentObject): string | undefined {
  const current = currentSet(world, owner);
  return current && refusalOf(() => scaleSets(world, owner, current));
}

function scaleSets(world: World, owner: DeploymentObject, current: ReplicaSetObject): void {
  const sets = controlled<ReplicaSetObject>(world, resources.replicaSets, owner);
  const plan: Rollout = {
    owner,
    current,
    old: sets.filter(({ metadata }) => metadata.uid !== current.metadata.uid),
  };
  for (const { set, replicas } of rollout.sizes(plan)) scale(world, owner, set, replicas);
}

function scale(world: World, owner: DeploymentObject, set: ReplicaSetObject, replicas: number): void {
  const before = set.spec?.replicas ?? 0;
  if (before === replicas) return;
  const resized = (object: ReplicaSetObject) => ({ ...object, spec: { ...object.spec, replicas } });
  changeAdmitted<ReplicaSetObject>(
    world,
    keyOf(resources.replicaSets, set),
    resized,
    controllerUser(component),
  );
  tellOfScaling(world, owner, set, { from: before, to: replicas });
}

function tellOfScaling(
  world: World,
  owner: DeploymentObject,
  { metadata: { name } }: ReplicaSetObject,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  if (from === to) return;
  const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`;
  recordEvent(world, owner, { reason: 'ScalingReplicaSet', message, component });
}

/** Old, empty ReplicaSets are kept for undoing a rollout, but not for ever. */
function tidyHistory(world: World, owner: DeploymentObject, current: ReplicaSetObject | undefined): void {
  const old = controlled<ReplicaSetObject>(world, resources.replicaSets, owner)
    .filter(
      ({ metadata, spec, status }) =>
        metadata.uid !== current?.metadata.uid && !spec?.replicas && !status?.replicas,
    )
    .sort((a, b) => revisionOf(b) - revisionOf(a));
  for (const set of old.slice(owner.spec?.revisionHistoryLimit ?? 10))
    world.store.remove(keyOf(resources.replicaSets, set));
}
