import { at, textAt } from '../apiserver/fields.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { timestamp } from '../apiserver/store/store.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { type BuiltIn, builtIn } from './define.ts';
import { event } from './event.ts';

/** What the control plane is made of, all of which works. */
const componentStatus = builtIn({
  kind: 'ComponentStatus',
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  countsGenerations: false,
  compute: () =>
    ['controller-manager', 'scheduler', 'etcd-0'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ComponentStatus',
      metadata: { name },
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
    })),
});

/** Nodes without any CSI driver, as the volumes here need none. */
const csiNode = builtIn({
  group: 'storage.k8s.io',
  kind: 'CSINode',
  countsGenerations: false,
  compute: ({ store }) =>
    store.list(resources.nodes).map(({ metadata }) => ({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: {
        ...identity(metadata.name, metadata),
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: metadata.name, uid: metadata.uid ?? '' }],
      },
      spec: { drivers: null },
    })),
});

/** Where addresses of Services come from. */
const serviceCidr = builtIn({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  compute: ({ store, clock }) => {
    const system = store.get({ resource: resources.namespaces, namespace: '', name: 'kube-system' });
    const since = system?.metadata.creationTimestamp ?? timestamp(clock.now());
    const ready = { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' };
    return [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'ServiceCIDR',
        metadata: { name: 'kubernetes', creationTimestamp: since, generation: 1 },
        spec: { cidrs: ['10.96.0.0/16'] },
        status: { conditions: [{ ...ready, lastTransitionTime: since }] },
      },
    ];
  },
});

/** The addresses that Services have. */
const ipAddress = builtIn({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  compute: ({ store }) =>
    store.list(resources.services).flatMap((service) => {
      const { metadata } = service;
      const ip = textAt(service, 'spec.clusterIP');
      if (!ip || ip === 'None') return [];
      const labels = {
        'ipaddress.kubernetes.io/ip-family': ip.includes(':') ? 'IPv6' : 'IPv4',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      };
      const parentRef = { resource: 'services', namespace: metadata.namespace, name: metadata.name };
      return [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'IPAddress',
          metadata: { ...identity(ip, metadata), labels, generation: 1 },
          spec: { parentRef },
        },
      ];
    }),
});

/** The same events under their newer name. */
const newEvent = builtIn({
  group: 'events.k8s.io',
  kind: 'Event',
  countsGenerations: false,
  selectable: [
    'reason',
    'type',
    ...['kind', 'namespace', 'name', 'uid'].map((field) => `regarding.${field}`),
  ],
  compute: ({ store }: World) => store.list(resources.events).map(renamed),
  columns: (event.columns ?? []).map((column) => ({
    ...column,
    cell: (object, now) => column.cell(original(object), now),
  })),
});

/** Kinds whose objects follow from others: they are looked at, and nobody writes them. */
export const computedKinds: readonly BuiltIn[] = [componentStatus, csiNode, ipAddress, newEvent, serviceCidr];

const identity = (
  name: string,
  { uid, creationTimestamp }: KubeObject['metadata'],
): KubeObject['metadata'] => ({
  name,
  ...(uid ? { uid } : {}),
  ...(creationTimestamp ? { creationTimestamp } : {}),
});

/** How fields of an event are called in the newer version. */
const names = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
  ['reportingController', 'reportingComponent'],
] as const;

const renamed = (object: KubeObject): KubeObject => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  ...withNames(object, names),
});

const original = (object: KubeObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  ...withNames(
    object,
    names.map(([from, to]) => [to, from]),
  ),
});

function withNames(object: KubeObject, pairs: readonly (readonly string[])[]): Pick<KubeObject, 'metadata'> {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object;
  const from = new Map(pairs.map(([to = '', name = '']) => [name, to]));
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  const changed = fields.map(([name]) => [from.get(name) ?? name, at(rest, name)]);
  return { metadata, ...Object.fromEntries(changed) };
}
