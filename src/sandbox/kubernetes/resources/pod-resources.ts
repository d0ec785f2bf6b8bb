import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import { maximum, type ResourceList, resourceList, sum } from './resource-list.ts';

const none: ResourceList = new Map();

/**
 * What a pod asks for, or may use at most: its containers together, or its largest init container with the sidecars
 * that are started before it, whichever is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podResources(pod: unknown, of: 'requests' | 'limits'): ResourceList {
  const listOf = (container: unknown): ResourceList => resourceList(fieldsAt(container, `resources.${of}`));
  const containers = listAt(pod, 'spec.containers').map(listOf).reduce(sum, none);
  let sidecars = none;
  let starting = none;
  for (const container of listAt(pod, 'spec.initContainers')) {
    if (textAt(container, 'restartPolicy') === 'Always') {
      sidecars = sum(sidecars, listOf(container));
      starting = maximum(starting, sidecars);
    } else starting = maximum(starting, sum(listOf(container), sidecars));
  }
  const total = maximum(sum(containers, sidecars), starting);
  return new Map([...total, ...resourceList(fieldsAt(pod, `spec.resources.${of}`))]);
}
