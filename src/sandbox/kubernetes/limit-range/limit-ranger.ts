import type { AdmissionPlugin } from '../../apiserver/admission/plugin.ts';
import { refused } from '../../apiserver/admission/refuse.ts';
import { aggregate } from '../../apiserver/authorization/access-reviews.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';
import { podResources } from '../resources/pod-resources.ts';
import { type ResourceList, resourceList } from '../resources/resource-list.ts';
import { brokenConstraints } from './constraints.ts';

const annotation = 'kubernetes.io/limit-ranger';

/**
 * Gives containers the requests and limits that a namespace has for those without, and holds pods to its bounds.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  handles: ({ operation, resource, subresource, old }) =>
    subresource === '' &&
    ((resource === 'pods' && operation === 'CREATE') ||
      (resource === 'persistentvolumeclaims' && operation !== 'DELETE')) &&
    !old?.metadata.deletionTimestamp,
  mutate: (object, { resource, world }) =>
    resource === 'pods' ? rangesIn(world, object).reduce(withDefaults, object) : object,
  validate(object, request) {
    const check = request.resource === 'pods' ? podProblems : claimProblems;
    for (const range of rangesIn(request.world, object)) {
      const problems = listAt(range, 'spec.limits').flatMap((limit) => check(object, limit));
      if (problems.length) throw refused(request, object, aggregate(problems));
    }
  },
};

const rangesIn = ({ store }: World, { metadata }: KubeObject): readonly KubeObject[] =>
  store.list('limitranges', { namespace: metadata.namespace ?? '' });

function withDefaults(pod: KubeObject, range: KubeObject): KubeObject {
  const limits = listAt(range, 'spec.limits').filter((limit) => textAt(limit, 'type') === 'Container');
  const requests = Object.assign({}, ...limits.map((limit) => fieldsAt(limit, 'defaultRequest'))) as Fields;
  const maxima = Object.assign({}, ...limits.map((limit) => fieldsAt(limit, 'default'))) as Fields;
  const set: string[] = [];
  const filled = (field: string, called: string): readonly unknown[] =>
    listAt(pod, `spec.${field}`).map((container) => {
      if (!isFields(container)) return container;
      const resources = fieldsAt(container, 'resources');
      const given = { requests: fieldsAt(resources, 'requests'), limits: fieldsAt(resources, 'limits') };
      const missing = (wanted: Fields, there: Fields): readonly string[] =>
        Object.keys(wanted)
          .filter((name) => !Object.hasOwn(there, name))
          .toSorted();
      const [asked, bounded] = [missing(requests, given.requests), missing(maxima, given.limits)];
      const name = textAt(container, 'name');
      if (asked.length) set.push(`${asked.join(', ')} request for ${called} ${name}`);
      if (bounded.length) set.push(`${bounded.join(', ')} limit for ${called} ${name}`);
      if (!asked.length && !bounded.length) return container;
      const merged = {
        ...resources,
        limits: { ...maxima, ...given.limits },
        requests: { ...requests, ...given.requests },
      };
      return { ...container, resources: merged };
    });
  const containers = filled('containers', 'container');
  const initContainers = filled('initContainers', 'init container');
  if (!set.length) return pod;
  const spec = fieldsAt(pod, 'spec');
  const annotations = {
    ...pod.metadata.annotations,
    [annotation]: `LimitRanger plugin set: ${set.join('; ')}`,
  };
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: { ...spec, containers, ...(spec.initContainers ? { initContainers } : {}) },
  };
}

function podProblems(pod: KubeObject, limit: unknown): readonly string[] {
  const type = textAt(limit, 'type');
  const check = (requests: ResourceList, limits: ResourceList): readonly string[] =>
    brokenConstraints(limit, { type, requests, limits });
  if (type === 'Pod') return check(podResources(pod, 'requests'), podResources(pod, 'limits'));
  if (type !== 'Container') return [];
  const containers = [...listAt(pod, 'spec.containers'), ...listAt(pod, 'spec.initContainers')];
  return containers.flatMap((container) =>
    check(
      resourceList(fieldsAt(container, 'resources.requests')),
      resourceList(fieldsAt(container, 'resources.limits')),
    ),
  );
}

/** Of claims only what they ask for is bounded. */
function claimProblems(claim: KubeObject, limit: unknown): readonly string[] {
  const type = textAt(limit, 'type');
  if (type !== 'PersistentVolumeClaim') return [];
  const requests = resourceList(fieldsAt(claim, 'spec.resources.requests'));
  return brokenConstraints(limit, { type, requests, limits: requests });
}
