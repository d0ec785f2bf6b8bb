import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refused } from '../../apiserver/admission/refuse.ts';
import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { minus } from '../resources/amount.ts';
import {
  formatList,
  only,
  printList,
  type ResourceList,
  resourceList,
  sum,
} from '../resources/resource-list.ts';
import { inScope } from './scopes.ts';
import { computeUsage, countedNames, usageOf } from './usage.ts';

export const quotaResource = 'resourcequotas';
const uncounted = ['events', 'events.events.k8s.io'];
const countedOnUpdate = ['services', 'persistentvolumeclaims'];

/**
 * Refuses what would exceed a quota of its namespace, and takes what it lets in from it.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const quotaAdmission: AdmissionPlugin = {
  name: 'ResourceQuota',
  handles: ({ operation, kind, resource, subresource }) =>
    subresource === '' &&
    kind.namespaced &&
    !uncounted.includes(resource) &&
    (operation === 'CREATE' || (operation === 'UPDATE' && countedOnUpdate.includes(resource))),
  validate(object, request) {
    const { world, dryRun } = request;
    const { namespace = '' } = object.metadata;
    const quotas = world.store.list(quotaResource, { namespace });
    const taken = quotas.flatMap((quota) => take(quota, object, request) ?? []);
    if (dryRun) return;
    for (const { quota, used } of taken)
      world.store.mutate(keyOf(quotaResource, quota), (current) => ({
        ...current,
        status: { ...fieldsAt(current, 'status'), used: formatList(used) },
      }));
  },
};

type Taken = { readonly quota: KubeObject; readonly used: ResourceList };

/** What a quota has used once the object is there; undefined when the object makes no difference to it. */
function take(quota: KubeObject, object: KubeObject, request: AdmissionRequest): Taken | undefined {
  const { resource, old } = request;
  const hard = resourceList(fieldsAt(quota, 'status.hard'));
  const names = new Set(countedNames(resource, [...hard.keys()]));
  if (!names.size || !inScope(quota, resource, object)) return undefined;
  const { name } = quota.metadata;
  const missing = resource === 'pods' ? unspecified(object, names) : '';
  if (missing) throw refused(request, object, `failed quota: ${name}: must specify ${missing}`);
  const before = old && inScope(quota, resource, old) ? usageOf(resource, old) : new Map();
  const delta = changes(only(usageOf(resource, object), names), before);
  if (!delta.size) return undefined;
  const used = resourceList(fieldsAt(quota, 'status.used'));
  const next = sum(used, delta);
  const exceeded = new Set(
    [...delta.keys()].filter((one) => (next.get(one)?.nanos ?? 0n) > (hard.get(one)?.nanos ?? 0n)),
  );
  if (exceeded.size) {
    const [asked, taken, limited] = [delta, used, hard].map((list) => printList(only(list, exceeded)));
    const why = `exceeded quota: ${name}, requested: ${asked}, used: ${taken}, limited: ${limited}`;
    throw refused(request, object, why);
  }
  return { quota, used: next };
}

const changes = (usage: ResourceList, before: ResourceList): ResourceList =>
  new Map(
    [...usage]
      .map(([name, now]) => {
        const then = before.get(name);
        return [name, then ? minus(now, then) : now] as const;
      })
      .filter(([, { nanos }]) => nanos !== 0n),
  );

/** Quotas of these make each container say what it asks for. */
const specified = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

function unspecified(pod: KubeObject, names: ReadonlySet<string>): string {
  if (Object.keys(fieldsAt(pod, 'spec.resources')).length) return '';
  const containers = [...listAt(pod, 'spec.containers'), ...listAt(pod, 'spec.initContainers')];
  return specified
    .filter((name) => names.has(name))
    .toSorted()
    .flatMap((name) => {
      const without = containers.filter((container) => !specifies(container, name));
      const list = [...new Set(without.map((container) => textAt(container, 'name')))].toSorted();
      return list.length ? [`${name} for: ${list.join(',')}`] : [];
    })
    .join('; ');
}

const specifies = (container: unknown, name: string): boolean =>
  computeUsage(
    resourceList(fieldsAt(container, 'resources.requests')),
    resourceList(fieldsAt(container, 'resources.limits')),
  ).has(name);
