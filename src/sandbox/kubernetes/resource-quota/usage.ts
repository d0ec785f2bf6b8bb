import { at, fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { type Amount, amount, amountOf } from '../resources/amount.ts';
import { podResources } from '../resources/pod-resources.ts';
import { type ResourceList, sum } from '../resources/resource-list.ts';

/** What a quota counts of the objects of one resource. */
type Meter = {
  /** Whether it counts under a name of `spec.hard`, besides the number of objects. */
  readonly counts: (name: string) => boolean;
  readonly usage: (object: KubeObject) => ResourceList;
};

/** Names that quotas had before every resource could be counted. */
const aliases: Readonly<Record<string, string>> = {
  configmaps: 'configmaps',
  persistentvolumeclaims: 'persistentvolumeclaims',
  replicationcontrollers: 'replicationcontrollers',
  resourcequotas: 'resourcequotas',
  secrets: 'secrets',
  services: 'services',
};

const meters: Readonly<Record<string, Meter>> = {
  pods: { counts: isPodResource, usage: podUsage },
  services: { counts: (name) => /^services\.(nodeports|loadbalancers)$/.test(name), usage: serviceUsage },
  persistentvolumeclaims: {
    counts: (name) => name === 'requests.storage' || name.includes('.storageclass.storage.k8s.io/'),
    usage: claimUsage,
  },
};

/** The name under which the objects of a resource are counted: `count/deployments.apps`. */
const countName = (resource: string): string => `count/${resource}`;

/** Those of a quota's names that objects of a resource count under. */
export const countedNames = (resource: string, names: readonly string[]): readonly string[] =>
  names.filter(
    (name) =>
      name === countName(resource) || name === aliases[resource] || meters[resource]?.counts(name) === true,
  );

/** The resources whose objects count under any of a quota's names. */
export const countedResources = (names: readonly string[]): readonly string[] => {
  const known = [...Object.keys(meters), ...Object.keys(aliases)];
  const counted = names.flatMap((name) => (name.startsWith('count/') ? [name.slice('count/'.length)] : []));
  return [...new Set([...known, ...counted])].filter((resource) => countedNames(resource, names).length > 0);
};

/** What one object takes of quotas. */
export function usageOf(resource: string, object: KubeObject): ResourceList {
  const alias = aliases[resource];
  const count = new Map([[countName(resource), amount(1)], ...(alias ? [[alias, amount(1)] as const] : [])]);
  return sum(count, meters[resource]?.usage(object) ?? new Map());
}

const computed = ['cpu', 'memory', 'ephemeral-storage'];

function isPodResource(name: string): boolean {
  const [, plain = ''] = /^(?:requests\.|limits\.)?(.+)$/.exec(name) ?? [];
  if (name === 'pods' || computed.includes(plain) || plain.startsWith('hugepages-')) return true;
  return name.startsWith('requests.') && plain.includes('/') && !plain.includes('kubernetes.io/');
}

/** Pods that have ended count as objects only. */
function podUsage(pod: KubeObject): ResourceList {
  if (['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase'))) return new Map();
  return computeUsage(podResources(pod, 'requests'), podResources(pod, 'limits'));
}

/** The names under which what a pod or a container asks for is counted. */
export function computeUsage(requests: ResourceList, limits: ResourceList): ResourceList {
  const entries: (readonly [string, Amount])[] = [['pods', amount(1)]];
  for (const [name, asked] of requests) {
    const isComputed = computed.includes(name) || name.startsWith('hugepages-');
    if (isComputed) entries.push([name, asked]);
    if (isComputed || name.includes('/')) entries.push([`requests.${name}`, asked]);
  }
  for (const [name, bound] of limits) if (computed.includes(name)) entries.push([`limits.${name}`, bound]);
  return new Map(entries);
}

function serviceUsage(service: KubeObject): ResourceList {
  const type = textAt(service, 'spec.type');
  const ports = listAt(service, 'spec.ports');
  const chosen = ports.filter((port) => numberAt(port, 'nodePort') > 0).length;
  const isAllocated = at(service, 'spec.allocateLoadBalancerNodePorts') !== false;
  const balanced = isAllocated ? ports.length : chosen;
  const nodePorts = type === 'NodePort' ? ports.length : type === 'LoadBalancer' ? balanced : 0;
  return new Map([
    ['services.loadbalancers', amount(type === 'LoadBalancer' ? 1 : 0)],
    ['services.nodeports', amount(nodePorts)],
  ]);
}

function claimUsage(claim: KubeObject): ResourceList {
  const storage = fieldsAt(claim, 'spec.resources.requests').storage;
  const asked = amountOf(storage ?? '0');
  const name = textAt(claim, 'spec.storageClassName');
  const ofClass = `${name}.storageclass.storage.k8s.io`;
  return new Map([
    ['requests.storage', asked],
    ...(name
      ? ([
          [`${ofClass}/requests.storage`, asked],
          [`${ofClass}/persistentvolumeclaims`, amount(1)],
        ] as const)
      : []),
  ]);
}
