import { listAt, textAt } from '../../apiserver/fields.ts';
import type { Selector } from '../../apiserver/store/selectors.ts';
import { isServing } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { type ContainerUsage, usageOfPod } from '../metrics/pod-usage.ts';
import { type Amount, amountOf, formatAmount } from '../resources/amount.ts';
import type { MetricSpec, MetricTarget } from './autoscaler-objects.ts';
import { type CountedPod, replicaCount } from './replica-count.ts';

/** A size that one metric asks for, its name in events, and what the status says of it. */
export type Proposal = { readonly replicas: number; readonly name: string; readonly status: object };

/** A metric that can't be had; `reason` is that of the condition. */
export class MetricError extends Error {
  readonly reason: string;
  /** What is said of all metrics together. */
  readonly summary: string;

  constructor(reason: string, message: string, summary: string) {
    super(message);
    this.reason = reason;
    this.summary = summary;
  }
}

/** The pods that a metric is about. */
type Subject = { readonly namespace: string; readonly selects: Selector; readonly replicas: number };

const noResource =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const noCustom =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** What a metric asks for. Nothing here measures anything but processors and memory. @throws MetricError */
export function measure(world: World, spec: MetricSpec, subject: Subject): Proposal {
  const { resource, containerResource, pods, object, external } = spec;
  if (resource) return measureResource(world, { ...resource, type: 'Resource' }, subject);
  if (containerResource)
    return measureResource(world, { ...containerResource, type: 'ContainerResource' }, subject);
  if (pods) {
    const message = `unable to get metric ${pods.metric.name}: ${noCustom}`;
    throw new MetricError('FailedGetPodsMetric', message, `failed to get pods metric value: ${message}`);
  }
  if (object) {
    const { kind, name } = object.describedObject;
    const message = `unable to get metric ${object.metric.name}: ${kind} on ${subject.namespace} ${name}/${noCustom}`;
    throw new MetricError('FailedGetObjectMetric', message, `failed to get object metric value: ${message}`);
  }
  const metric = external?.metric.name;
  const message = `unable to get external metric ${subject.namespace}/${metric}/nil: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${metric}.external.metrics.k8s.io)`;
  const summary = `failed to get ${metric} external metric value: failed to get ${metric} external metric: ${message}`;
  throw new MetricError('FailedGetExternalMetric', message, summary);
}

type Resource = {
  readonly type: 'Resource' | 'ContainerResource';
  readonly name: string;
  readonly container?: string;
  readonly target: MetricTarget;
};

function measureResource(world: World, metric: Resource, subject: Subject): Proposal {
  const { type, name, container, target } = metric;
  try {
    const pods = countedPods(world, metric, subject);
    const goal =
      target.averageValue === undefined
        ? { utilization: target.averageUtilization ?? 0 }
        : { average: milli(amountOf(target.averageValue)) };
    const { replicas, average, utilization } = replicaCount(pods, subject.replicas, goal);
    const current = {
      averageValue: formatAmount({ nanos: BigInt(average) * 1_000_000n, isBinary: false }),
      ...(utilization === undefined ? {} : { averageUtilization: utilization }),
    };
    const kind = type === 'ContainerResource' ? 'container resource' : 'resource';
    const text = utilization === undefined ? 'resource' : `${kind} utilization (percentage of request)`;
    const source = container
      ? { containerResource: { name, container, current } }
      : { resource: { name, current } };
    return { replicas, name: `${name} ${text}`, status: { type, ...source } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `failed to get ${name} ${target.averageValue === undefined ? 'utilization' : 'usage'}: ${why}`;
    const summary = container
      ? `failed to get ${container} container metric value: ${message}`
      : `failed to get ${name} resource metric value: ${message}`;
    throw new MetricError(`FailedGet${type}Metric`, message, summary);
  }
}

function countedPods(world: World, metric: Resource, { namespace, selects }: Subject): readonly CountedPod[] {
  const prefix = `unable to get metrics for resource ${metric.name}: `;
  if (!world.runtime.measures) throw new Error(`${prefix}${noResource}`);
  const pods = world.store.list<PodObject>(resources.pods, { namespace, where: selects });
  if (!pods.some((pod) => usageOfPod(world, pod)))
    throw new Error(`${prefix}no metrics returned from resource metrics API`);
  return pods
    .filter(({ metadata, status }) => !metadata.deletionTimestamp && status?.phase !== 'Failed')
    .map((pod) => countedPod(world, pod, metric));
}

function countedPod(world: World, pod: PodObject, { name, container, target }: Resource): CountedPod {
  const usage = usageOfPod(world, pod)?.filter((one) => !container || one.name === container);
  const used = usage?.reduce((sum, one) => sum + usedOf(one, name), 0);
  return {
    ...(used === undefined ? {} : { used }),
    requested: target.averageValue === undefined ? requestedOf(pod, name, container) : 0,
    unready: pod.status?.phase === 'Pending' || (name === 'cpu' && used !== undefined && !isServing(pod)),
  };
}

const usedOf = ({ cpu, memory }: ContainerUsage, name: string): number =>
  name === 'cpu' ? milli(cpu) : name === 'memory' ? milli(memory) : 0;

/** @throws Error for a container that says nothing, as a share of nothing can't be told */
function requestedOf(pod: PodObject, name: string, only: string | undefined): number {
  const sidecars = listAt(pod, 'spec.initContainers').filter(
    (one) => textAt(one, 'restartPolicy') === 'Always',
  );
  return [...listAt(pod, 'spec.containers'), ...sidecars]
    .filter((container) => !only || textAt(container, 'name') === only)
    .reduce<number>((sum, container) => {
      const { requests = {} } =
        (container as { resources?: { requests?: Record<string, unknown> } }).resources ?? {};
      const requested = requests[name];
      if (requested === undefined)
        throw new Error(
          `missing request for ${name} in container ${textAt(container, 'name')} of Pod ${pod.metadata.name}`,
        );
      return sum + milli(amountOf(requested));
    }, 0);
}

const milli = ({ nanos }: Amount): number => Number(nanos / 1_000_000n);
