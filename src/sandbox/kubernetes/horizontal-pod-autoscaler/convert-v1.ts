import { at, type Fields, fieldsAt, isFields, listAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/** Where the first version keeps what it has no fields for. */
const annotations = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
} as const;

/** Between `autoscaling/v1`, which knows one number for CPU, and `v2`. */
export const convertAutoscaler = (object: KubeObject, version: string): KubeObject =>
  version === 'v1' ? toFirst(object) : toSecond(object);

/** Whether a metric, or its status, is the share of CPU that the first version has a field for. */
function isCpuShare(metric: unknown): boolean {
  const name = at(metric, 'resource.name');
  const share = at(metric, 'resource.target.averageUtilization');
  return at(metric, 'type') === 'Resource' && name === 'cpu' && share !== undefined;
}

function toFirst(object: KubeObject): KubeObject {
  const { metrics: _metrics, behavior, ...spec } = fieldsAt(object, 'spec');
  const { currentMetrics: _current, conditions, ...status } = fieldsAt(object, 'status');
  const all = listAt(object, 'spec.metrics');
  const share = at(all.find(isCpuShare), 'resource.target.averageUtilization');
  const current = listAt(object, 'status.currentMetrics');
  const cpu = current.find((one) => at(one, 'resource.name') === 'cpu');
  const used = at(cpu, 'resource.current.averageUtilization');
  const others = all.filter((one) => !isCpuShare(one));
  const kept = {
    ...(others.length ? { [annotations.metrics]: JSON.stringify(others.map(flat)) } : {}),
    ...(current.length ? { [annotations.currentMetrics]: JSON.stringify(current.map(flat)) } : {}),
    ...(behavior ? { [annotations.behavior]: JSON.stringify(behavior) } : {}),
    ...(Array.isArray(conditions) && conditions.length
      ? { [annotations.conditions]: JSON.stringify(conditions) }
      : {}),
  };
  return {
    ...withAnnotations(object, kept),
    spec: { ...spec, ...(share === undefined ? {} : { targetCPUUtilizationPercentage: share }) },
    status: { ...status, ...(used === undefined ? {} : { currentCPUUtilizationPercentage: used }) },
  };
}

function toSecond(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: share, ...spec } = fieldsAt(object, 'spec');
  const { currentCPUUtilizationPercentage: used, ...status } = fieldsAt(object, 'status');
  const kept = Object.fromEntries(
    Object.entries(annotations).map(([field, name]) => [field, read(object, name)]),
  );
  const cpu = (field: string, value: object) => ({
    type: 'Resource',
    resource: { name: 'cpu', [field]: value },
  });
  const others = Array.isArray(kept.metrics) ? kept.metrics.map(deep) : [];
  const own = share === undefined ? [] : [cpu('target', { type: 'Utilization', averageUtilization: share })];
  const metrics = [...others, ...own];
  const current = Array.isArray(kept.currentMetrics)
    ? kept.currentMetrics.map(deep)
    : used === undefined
      ? undefined
      : [cpu('current', { averageUtilization: used })];
  return {
    ...withAnnotations(object, {}),
    spec: {
      ...spec,
      ...(metrics.length ? { metrics } : {}),
      ...(isFields(kept.behavior) ? { behavior: kept.behavior } : {}),
    },
    ...(object.status === undefined
      ? {}
      : {
          status: {
            ...status,
            ...(current ? { currentMetrics: current } : {}),
            ...(Array.isArray(kept.conditions) ? { conditions: kept.conditions } : {}),
          },
        }),
  };
}

/** With these annotations in the place of all that the conversion makes. */
function withAnnotations(object: KubeObject, made: Readonly<Record<string, string>>): KubeObject {
  const { annotations: given, ...metadata } = object.metadata;
  const own = Object.values<string>(annotations);
  const others = Object.entries(given ?? {}).filter(([name]) => !own.includes(name));
  const all = { ...Object.fromEntries(others), ...made };
  return { ...object, metadata: { ...metadata, ...(Object.keys(all).length ? { annotations: all } : {}) } };
}

function read(object: KubeObject, annotation: string): unknown {
  try {
    return JSON.parse(object.metadata.annotations?.[annotation] ?? 'null');
  } catch {
    return undefined;
  }
}

/** The first version has the numbers beside the name: `targetAverageValue`, `currentAverageUtilization`. */
const numbers: Readonly<Record<string, string>> = {
  averageUtilization: 'AverageUtilization',
  averageValue: 'AverageValue',
  value: 'Value',
};

function flat(metric: unknown): unknown {
  return eachSource(metric, (source) => {
    const { target, current, metric: identifier, describedObject, ...rest } = source;
    return {
      ...rest,
      ...(describedObject ? { target: describedObject } : {}),
      ...(isFields(identifier)
        ? { metricName: identifier.name, ...(identifier.selector ? { selector: identifier.selector } : {}) }
        : {}),
      ...numbersOf(target, 'target'),
      ...numbersOf(current, 'current'),
    };
  });
}

const numbersOf = (values: unknown, prefix: string): Fields =>
  Object.fromEntries(
    Object.entries(numbers).flatMap(([field, suffix]) => {
      const value = at(values, field);
      return value === undefined ? [] : [[`${prefix}${suffix}`, value]];
    }),
  );

function deep(metric: unknown): unknown {
  return eachSource(metric, (source) => {
    const { metricName, selector, target: describedObject, ...rest } = source;
    const isNumber = (field: string): boolean => /^(target|current)(Average|Value)/.test(field);
    const given = Object.entries(rest).filter(([field]) => !isNumber(field));
    const target = numbersIn(rest, 'target');
    const current = numbersIn(rest, 'current');
    return {
      ...Object.fromEntries(given),
      ...(isFields(describedObject) ? { describedObject } : {}),
      ...(metricName === undefined
        ? {}
        : { metric: { name: metricName, ...(selector ? { selector } : {}) } }),
      ...(Object.keys(target).length ? { target: { type: targetType(target), ...target } } : {}),
      ...(Object.keys(current).length ? { current } : {}),
    };
  });
}

const numbersIn = (source: Fields, prefix: string): Fields =>
  Object.fromEntries(
    Object.entries(numbers).flatMap(([field, suffix]) => {
      const value = source[`${prefix}${suffix}`];
      return value === undefined ? [] : [[field, value]];
    }),
  );

function targetType(target: Fields): string {
  if (target.averageUtilization !== undefined) return 'Utilization';
  return target.averageValue === undefined ? 'Value' : 'AverageValue';
}

/** A metric is its type, and one object that is named after it. */
function eachSource(metric: unknown, change: (source: Fields) => Fields): unknown {
  if (!isFields(metric)) return metric;
  const { type, ...rest } = metric;
  const changed = Object.entries(rest).map(([field, value]) => [
    field,
    isFields(value) ? change(value) : value,
  ]);
  return { type, ...Object.fromEntries(changed) };
}
