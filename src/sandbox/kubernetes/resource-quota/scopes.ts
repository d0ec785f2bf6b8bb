import { at, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

type Requirement = {
  readonly scopeName: string;
  readonly operator: string;
  readonly values: readonly string[];
};

/** Whether an object is one of those that a quota is about; only pods have scopes. */
export function inScope(quota: KubeObject, resource: string, object: KubeObject): boolean {
  return requirements(quota).every((requirement) => resource === 'pods' && fits(requirement, object));
}

const requirements = (quota: KubeObject): readonly Requirement[] => [
  ...listAt(quota, 'spec.scopes').map((scope) => ({
    scopeName: String(scope),
    operator: 'Exists',
    values: [],
  })),
  ...listAt(quota, 'spec.scopeSelector.matchExpressions').map((expression) => ({
    scopeName: textAt(expression, 'scopeName'),
    operator: textAt(expression, 'operator'),
    values: listAt(expression, 'values').map(String),
  })),
];

function fits({ scopeName, operator, values }: Requirement, pod: KubeObject): boolean {
  switch (scopeName) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return fitsClass(textAt(pod, 'spec.priorityClassName'), operator, values);
    case 'CrossNamespacePodAffinity':
      return affinityTerms(pod).some(
        (term) => listAt(term, 'namespaces').length || at(term, 'namespaceSelector'),
      );
    default:
      return false;
  }
}

const isTerminating = (pod: KubeObject): boolean =>
  at(pod, 'spec.activeDeadlineSeconds') !== undefined && numberAt(pod, 'spec.activeDeadlineSeconds') >= 0;

function isBestEffort(pod: KubeObject): boolean {
  const containers = [...listAt(pod, 'spec.containers'), ...listAt(pod, 'spec.initContainers')];
  return !containers.some((container) =>
    ['requests', 'limits'].some((kind) =>
      ['cpu', 'memory'].some((name) => at(container, `resources.${kind}.${name}`) !== undefined),
    ),
  );
}

function fitsClass(name: string, operator: string, values: readonly string[]): boolean {
  if (operator === 'Exists') return name !== '';
  if (operator === 'DoesNotExist') return name === '';
  return operator === 'In' ? name !== '' && values.includes(name) : !values.includes(name);
}

function affinityTerms(pod: KubeObject): readonly unknown[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const affinity = at(pod, `spec.affinity.${kind}`);
    if (!isFields(affinity)) return [];
    const preferred = listAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution');
    return [
      ...listAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...preferred.map((term) => at(term, 'podAffinityTerm')),
    ];
  });
}
