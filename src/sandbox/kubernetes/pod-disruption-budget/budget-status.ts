import type { KubeObject } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { Condition, PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { controllerOf } from '../workload/owned.ts';
import { budgetResource } from './pod-disruption-budget.ts';

export type BudgetObject = KubeObject & {
  readonly spec?: {
    readonly selector?: Parameters<typeof specSelector>[0];
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly unhealthyPodEvictionPolicy?: string;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
};

/** The pods that a budget is about. A budget without a selector is about none, one with an empty selector about all. */
export function podsOf({ store }: World, { metadata, spec }: BudgetObject): readonly PodObject[] {
  if (!spec?.selector) return [];
  const where = specSelector(spec.selector);
  return store.list<PodObject>(resources.pods, { namespace: metadata.namespace ?? '', where });
}

/** The budgets that are about a pod. */
export const budgetsOf = ({ store }: World, pod: KubeObject): readonly BudgetObject[] =>
  store
    .list<BudgetObject>(budgetResource, { namespace: pod.metadata.namespace ?? '' })
    .filter(({ spec }) => spec?.selector && specSelector(spec.selector)(pod));

/** Pods that are ready, and neither being deleted nor about to be. */
export const healthyOf = (pods: readonly PodObject[], disrupted: Readonly<Record<string, string>>): number =>
  pods.filter(
    (pod) => !pod.metadata.deletionTimestamp && disrupted[pod.metadata.name] === undefined && isReady(pod),
  ).length;

/** How many pods there should be, and how many of them must be healthy; `unmanaged` have no controller to ask. */
type Expected = { readonly expected: number; readonly desired: number; readonly unmanaged: boolean };

/** @throws Error in the controller's words, of a pod whose controller can't be scaled */
export function expectedOf(world: World, { spec }: BudgetObject, pods: readonly PodObject[]): Expected {
  const { minAvailable, maxUnavailable } = spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expected: pods.length, desired: minAvailable, unmanaged: false };
  if (maxUnavailable === undefined && minAvailable === undefined)
    return { expected: 0, desired: 0, unmanaged: false };
  const { scale, unmanaged } = scaleOf(world, pods);
  const desired =
    maxUnavailable === undefined
      ? portionOf(minAvailable ?? 0, scale)
      : Math.max(0, scale - portionOf(maxUnavailable, scale));
  return { expected: scale, desired, unmanaged };
}

/** A share of a number, rounded up. */
const portionOf = (value: number | string, whole: number): number =>
  typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * whole) / 100);

function scaleOf(world: World, pods: readonly PodObject[]): { scale: number; unmanaged: boolean } {
  const scales = new Map<string, number>();
  let unmanaged = false;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) unmanaged = true;
    else {
      const scaled = scaledBy(world, pod, owner);
      if (!scaled) throw new Error(`found no controllers for pod ${JSON.stringify(pod.metadata.name)}`);
      scales.set(scaled.metadata.uid ?? '', replicasOf(scaled));
    }
  }
  return { scale: [...scales.values()].reduce((total, replicas) => total + replicas, 0), unmanaged };
}

type Owner = { readonly kind: string; readonly name: string; readonly apiVersion: string };

/** What scales a pod: of the pods of a Deployment's ReplicaSet the Deployment. */
function scaledBy(world: World, { metadata }: KubeObject, owner: Owner): KubeObject | undefined {
  const { store, kinds } = world;
  const [version = '', group = ''] = owner.apiVersion.split('/').toReversed();
  const kind = kinds.byKind(group, version, owner.kind);
  if (!kind?.subresources.includes('scale')) return undefined;
  const resource = kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
  const found = store.get({ resource, namespace: metadata.namespace ?? '', name: owner.name });
  if (!found) return undefined;
  const above = controllerOf(found);
  return above?.kind === 'Deployment' && owner.kind === 'ReplicaSet' ? scaledBy(world, found, above) : found;
}

const replicasOf = ({ spec }: KubeObject): number =>
  (spec as { readonly replicas?: number } | undefined)?.replicas ?? 1;
