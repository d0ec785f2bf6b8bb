import { nameColumn, textColumn } from '../../apiserver/columns.ts';
import { listAt, textAt } from '../../apiserver/fields.ts';
import type { Kind } from '../../apiserver/kind.ts';
import type { Definitions } from '../../apiserver/schemas/schema.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import { isFinished } from '../../mesh/enrolment.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { definitions } from '../built-in-kinds.ts';
import { type Amount, amountOf, formatAmount, plus } from '../resources/amount.ts';
import type { NodeObject } from '../workload/workload-objects.ts';
import { type ContainerUsage, usageOfPod } from './pod-usage.ts';

const group = 'metrics.k8s.io';
const version = 'v1beta1';

function metricsKind(
  own: Pick<Kind, 'kind' | 'plural' | 'namespaced' | 'columns'> & Required<Pick<Kind, 'compute'>>,
): Kind {
  return {
    ...own,
    group,
    versions: [version],
    storageVersion: version,
    listKind: `${own.kind}List`,
    singular: '',
    shortNames: [],
    categories: [],
    verbs: ['get', 'list'],
    subresources: [],
    custom: false,
    countsGenerations: false,
    schemaOf: () => ({
      name: nameOf(own.kind),
      schema: schemas[nameOf(own.kind)] ?? {},
      definitions: schemas,
    }),
  };
}

const nameOf = (kind: string): string => `io.k8s.metrics.pkg.apis.metrics.${version}.${kind}`;

const usageColumns = (usages: (object: KubeObject) => readonly unknown[]) =>
  ['cpu', 'memory'].map((name) =>
    textColumn(name, (object) =>
      formatAmount(
        usages(object)
          .map((one) => amountOf(textAt(one, `usage.${name}`)))
          .reduce(plus, nothing),
      ),
    ),
  );

const windowOf = (object: KubeObject): string => textAt(object, 'window');

const nothing: Amount = { nanos: 0n, isBinary: false };

/**
 * The resource metrics API, as metrics-server adds it to a cluster: what pods use of which that is known.
 * @see https://github.com/kubernetes/metrics
 */
export const metricsKinds: readonly Kind[] = [
  metricsKind({
    kind: 'NodeMetrics',
    plural: 'nodes',
    namespaced: false,
    compute: nodeMetrics,
    columns: [nameColumn, ...usageColumns((object) => [object]), textColumn('Window', windowOf)],
  }),
  metricsKind({
    kind: 'PodMetrics',
    plural: 'pods',
    namespaced: true,
    compute: podMetrics,
    columns: [
      nameColumn,
      ...usageColumns((object) => listAt(object, 'containers')),
      textColumn('Window', windowOf),
    ],
  }),
];

/** How long what is told was looked at. */
const window = '15s';

function podMetrics(world: World): readonly KubeObject[] {
  return world.store.list<PodObject>(resources.pods).flatMap((pod) => {
    const usage = isFinished(pod) ? undefined : usageOfPod(world, pod);
    if (!usage) return [];
    const { name, namespace, labels } = pod.metadata;
    const containers = usage.map((one) => ({ name: one.name, usage: usageFields([one]) }));
    return [{ ...measured(world, 'PodMetrics', { name, namespace, labels }), containers }];
  });
}

/** A node uses what the pods on it use, as far as that is known. */
function nodeMetrics(world: World): readonly KubeObject[] {
  const pods = world.store.list<PodObject>(resources.pods).filter((pod) => !isFinished(pod));
  return world.store.list<NodeObject>(resources.nodes).map((node) => {
    const { name, labels } = node.metadata;
    const usages = pods
      .filter(({ spec }) => spec?.nodeName === name)
      .flatMap((pod) => usageOfPod(world, pod) ?? []);
    return { ...measured(world, 'NodeMetrics', { name, labels }), usage: usageFields(usages) };
  });
}

type Meta = {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: KubeObject['metadata']['labels'];
};

function measured({ clock }: World, kind: string, { name, namespace, labels }: Meta): KubeObject {
  const now = timestamp(clock.now());
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: now,
      ...(labels ? { labels } : {}),
    },
    timestamp: now,
    window,
  } as KubeObject;
}

const usageFields = (usages: readonly ContainerUsage[]): object => ({
  cpu: formatAmount(usages.map(({ cpu }) => cpu).reduce(plus, nothing)),
  memory: formatAmount(usages.map(({ memory }) => memory).reduce(plus, nothing)),
});

const time = { type: 'string', format: 'date-time' } as const;
const usageSchema = { type: 'object', additionalProperties: { type: 'string' } } as const;

const common = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
  timestamp: time,
  window: { type: 'string' },
} as const;

const schemas: Definitions = {
  ...definitions,
  [nameOf('NodeMetrics')]: { type: 'object', properties: { ...common, usage: usageSchema } },
  [nameOf('PodMetrics')]: {
    type: 'object',
    properties: { ...common, containers: { type: 'array', items: { $ref: nameOf('ContainerMetrics') } } },
  },
  [nameOf('ContainerMetrics')]: {
    type: 'object',
    properties: { name: { type: 'string' }, usage: usageSchema },
  },
};
