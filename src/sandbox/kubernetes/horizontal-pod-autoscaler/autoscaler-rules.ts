import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { labelNameProblems, pathSegmentProblems } from '../../apiserver/admission/names.ts';
import { referenceRules } from '../../apiserver/admission/reference-rules.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { behaviorRules } from './behavior-rules.ts';
import { targetRules } from './metric-target-rules.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export function autoscalerRules(object: KubeObject): FieldError[] {
  const least = at(object, 'spec.minReplicas');
  const most = at(object, 'spec.maxReplicas') ?? 0;
  const path = 'spec.maxReplicas';
  const tooFew = 'must be greater than or equal to `minReplicas`';
  return [
    ...(typeof least === 'number' && least < 1
      ? [invalid('spec.minReplicas', least, 'must be greater than or equal to 1')]
      : []),
    ...(Number(most) < 1 ? [invalid(path, most, 'must be greater than 0')] : []),
    ...(typeof least === 'number' && Number(most) < least ? [invalid(path, most, tooFew)] : []),
    ...referenceRules(at(object, 'spec.scaleTargetRef'), 'spec.scaleTargetRef'),
    ...listAt(object, 'spec.metrics').flatMap((metric, index) =>
      metricRules(metric, `spec.metrics[${index}]`),
    ),
    ...behaviorRules(at(object, 'spec.behavior'), 'spec.behavior'),
  ];
}

const sources = ['object', 'external', 'pods', 'resource', 'containerResource'];
const types = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

const fieldOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

function metricRules(metric: unknown, path: string): FieldError[] {
  const type = textAt(metric, 'type');
  const isKnown = types.includes(type);
  const present = sources.filter((source) => at(metric, source) !== undefined);
  const expected = isKnown ? fieldOf(type) : '';
  const wrong = notSupported(`${path}.type`, type, types);
  const others = present.length === 1 ? [] : present.filter((source) => source !== expected);
  return [
    ...(type ? [] : [required(`${path}.type`, 'must specify a metric source type')]),
    ...(isKnown ? [] : [wrong]),
    ...present
      .slice(0, 1)
      .flatMap((source) => sourceRules(source, fieldsAt(metric, source), `${path}.${source}`)),
    ...(isKnown && !present.includes(expected)
      ? [required(`${path}.${expected}`, 'must populate information for the given metric source')]
      : []),
    ...(isKnown ? [] : [wrong]),
    ...others.map((source) =>
      forbiddenField(`${path}.${source}`, 'must populate the given metric source only'),
    ),
  ];
}

function sourceRules(source: string, value: object, path: string): FieldError[] {
  const name = textAt(value, 'name');
  const container = textAt(value, 'container');
  const isResource = source === 'resource' || source === 'containerResource';
  return [
    ...(source === 'object' ? referenceRules(at(value, 'describedObject'), `${path}.describedObject`) : []),
    ...(isResource ? [] : identifierRules(textAt(value, 'metric.name'), `${path}.metric.name`)),
    ...(isResource && !name ? [required(`${path}.name`, 'must specify a resource name')] : []),
    ...(source === 'containerResource' && !container
      ? [required(`${path}.container`, 'must specify a container')]
      : []),
    ...(container
      ? labelNameProblems(container).map((problem) => invalid(`${path}.container`, container, problem))
      : []),
    ...targetRules(source, fieldsAt(value, 'target'), `${path}.target`),
  ];
}

const identifierRules = (name: string, path: string): FieldError[] =>
  name
    ? pathSegmentProblems(name).map((problem) => invalid(path, name, problem))
    : [required(path, 'must specify a metric name')];
