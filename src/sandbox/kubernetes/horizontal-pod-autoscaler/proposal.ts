import { labelSelector } from '../../apiserver/store/selectors.ts';
import { condition } from '../../controllers/conditions.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { Condition } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { type AutoscalerObject, autoscalerResource } from './autoscaler-objects.ts';
import { MetricError, measure, type Proposal } from './measure.ts';
import { type ScaleTarget, scaleTarget } from './scale-target.ts';

export const component = 'horizontal-pod-autoscaler';

/** The size that all metrics together ask for; undefined, with the failure, where that can't be told. */
export type Proposed = {
  readonly best?: { readonly replicas: number; readonly name: string };
  readonly active: Condition;
  readonly statuses?: readonly object[];
  readonly failure?: string;
};

/** Asks every metric; the one that wants the most pods decides, and where some fail nothing gets smaller. */
export function proposalOf(world: World, autoscaler: AutoscalerObject, target: ScaleTarget): Proposed {
  const { metrics = [] } = autoscaler.spec ?? {};
  const wrong = selectorProblem(world, autoscaler, target);
  if (wrong) return wrong;
  const subject = {
    namespace: autoscaler.metadata.namespace ?? '',
    selects: labelSelector(target.selector),
    replicas: target.replicas,
  };
  const results = metrics.map((spec) => attempt(() => measure(world, spec, subject)));
  const proposals = results.filter((one): one is Proposal => !(one instanceof MetricError));
  const errors = results.filter((one) => one instanceof MetricError);
  for (const { reason, message } of errors) warn(world, autoscaler, reason, message);
  const statuses = results.map((one) => (one instanceof MetricError ? { type: '' } : one.status));
  const best = proposals.toSorted((a, b) => b.replicas - a.replicas)[0];
  const [first] = errors;
  const failure =
    first &&
    `invalid metrics (${errors.length} invalid out of ${metrics.length}), first error is: ${first.summary}`;
  if (first && (!best || best.replicas < target.replicas)) {
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    const active = condition('ScalingActive', false, { reason: first.reason, message });
    return { active, statuses, ...(failure ? { failure } : {}) };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${best?.name ?? ''}`;
  const active = condition('ScalingActive', true, { reason: 'ValidMetricFound', message });
  return { active, statuses, ...(best ? { best } : {}) };
}

function attempt(action: () => Proposal): Proposal | MetricError {
  try {
    return action();
  } catch (error) {
    if (error instanceof MetricError) return error;
    throw error;
  }
}

/** Pods are the business of one autoscaler, and have to be found. */
function selectorProblem(
  world: World,
  autoscaler: AutoscalerObject,
  { selector }: ScaleTarget,
): Proposed | undefined {
  const inactive = (reason: string, message: string): Condition =>
    condition('ScalingActive', false, { reason, message });
  if (!selector) {
    const failure = 'selector is required';
    warn(world, autoscaler, 'SelectorRequired', failure);
    return { active: inactive('InvalidSelector', "the HPA target's scale is missing a selector"), failure };
  }
  const rivals = autoscalersOf(world, autoscaler.metadata.namespace ?? '', selector);
  if (rivals.length < 2) return undefined;
  const failure = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
  warn(world, autoscaler, 'AmbiguousSelector', failure);
  return { active: inactive('AmbiguousSelector', failure), failure };
}

/** The autoscalers of a namespace whose targets have any of some pods. */
function autoscalersOf(world: World, namespace: string, selector: string): readonly string[] {
  const pods = world.store.list(resources.pods, { namespace, where: labelSelector(selector) });
  return world.store
    .list<AutoscalerObject>(autoscalerResource, { namespace })
    .filter((other) => {
      const own = selectorOf(world, other);
      return own !== '' && pods.some(labelSelector(own));
    })
    .map(({ metadata }) => `${namespace}/${metadata.name}`);
}

function selectorOf(world: World, autoscaler: AutoscalerObject): string {
  try {
    return scaleTarget(world, autoscaler).selector;
  } catch {
    return '';
  }
}

export const warn = (world: World, about: AutoscalerObject, reason: string, message: string): void =>
  recordEvent(world, about, { type: 'Warning', reason, message, component });
