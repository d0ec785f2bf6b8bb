import type { Kind } from './kind.ts';
import { apiVersionOf } from './request.ts';

/** One resource or sub-resource in one version, as discovery lists it; `resource` is `pods` or `pods/log`. */
export type Served = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly responseKind: GroupVersionKind;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
};

type GroupVersionKind = { readonly group: string; readonly version: string; readonly kind: string };

const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  approval: ['get', 'patch', 'update'],
  attach: ['create', 'get'],
  binding: ['create'],
  ephemeralcontainers: ['get', 'patch', 'update'],
  eviction: ['create'],
  exec: ['create', 'get'],
  finalize: ['update'],
  log: ['get'],
  portforward: ['create', 'get'],
  proxy: ['create', 'delete', 'get', 'patch', 'update'],
  resize: ['get', 'patch', 'update'],
  scale: ['get', 'patch', 'update'],
  status: ['get', 'patch', 'update'],
  token: ['create'],
};

const subresourceKinds: Readonly<Record<string, GroupVersionKind>> = {
  attach: { group: '', version: 'v1', kind: 'PodAttachOptions' },
  binding: { group: '', version: 'v1', kind: 'Binding' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  exec: { group: '', version: 'v1', kind: 'PodExecOptions' },
  portforward: { group: '', version: 'v1', kind: 'PodPortForwardOptions' },
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

/** Everything that is served, sub-resources right after their resource. */
export const servedResources = (kinds: readonly Kind[]): Served[] =>
  kinds.flatMap((kind) => kind.versions.flatMap((version) => servedIn(kind, version)));

function servedIn(kind: Kind, version: string): Served[] {
  const { group, plural, singular, namespaced, verbs, shortNames, categories } = kind;
  const own = { group, version, kind: kind.kind };
  const base = { group, version, namespaced };
  return [
    { ...base, resource: plural, singular, responseKind: own, verbs, shortNames, categories },
    ...kind.subresources.map((subresource) => ({
      ...base,
      resource: `${plural}/${subresource}`,
      singular: '',
      responseKind: subresourceKinds[subresource] ?? own,
      verbs: subresourceVerbs[subresource] ?? [],
      shortNames: [],
      categories: [],
    })),
  ];
}

/** Names of the groups, the core group left out. */
const groupsOf = (served: readonly Served[]): string[] => [
  ...new Set(served.map(({ group }) => group).filter(Boolean)),
];

const versionsOf = (served: readonly Served[], group: string): string[] => [
  ...new Set(served.filter((resource) => resource.group === group).map(({ version }) => version)),
];

/** `/api`. */
export const coreVersions = (served: readonly Served[], address: string): unknown => ({
  kind: 'APIVersions',
  versions: versionsOf(served, ''),
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
});

/** `/apis`. */
export const groupList = (served: readonly Served[]): unknown => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupsOf(served).map((group) => describeGroup(served, group)),
});

/** `/apis/<group>`; undefined when there is none of that name. */
export const apiGroup = (served: readonly Served[], group: string): unknown =>
  groupsOf(served).includes(group)
    ? { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(served, group) }
    : undefined;

function describeGroup(served: readonly Served[], name: string): object {
  const versions = versionsOf(served, name).map((version) => ({
    groupVersion: apiVersionOf(name, version),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined when nothing is served there. */
export function resourceList(served: readonly Served[], group: string, version: string): unknown {
  const found = served.filter((resource) => resource.group === group && resource.version === version);
  if (found.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    // The core group's is older than the field.
    ...(group ? { apiVersion: 'v1' } : {}),
    groupVersion: apiVersionOf(group, version),
    resources: found.map(
      ({ resource, singular, namespaced, responseKind, verbs, shortNames, categories }) => ({
        name: resource,
        singularName: singular,
        namespaced,
        ...(responseKind.group === group && responseKind.version === version
          ? {}
          : { group: responseKind.group, version: responseKind.version }),
        kind: responseKind.kind,
        verbs,
        ...(shortNames.length ? { shortNames } : {}),
        ...(categories.length ? { categories } : {}),
      }),
    ),
  };
}
