import type { Served } from './discovery.ts';

export const aggregatedDiscoveryType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * `/api` (the core group) or `/apis` (the others) with everything in one answer.
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export function aggregatedDiscovery(served: readonly Served[], core: boolean): unknown {
  const groups = Map.groupBy(
    served.filter(({ group }) => (group === '') === core),
    ({ group }) => group,
  );
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: [...groups].map(([name, resources]) => ({
      metadata: name ? { name, creationTimestamp: null } : { creationTimestamp: null },
      versions: versionsOf(resources),
    })),
  };
}

const versionsOf = (resources: readonly Served[]): unknown[] =>
  [...Map.groupBy(resources, ({ version }) => version)].map(([version, members]) => ({
    version,
    freshness: 'Current',
    resources: members
      .filter(({ resource }) => !resource.includes('/'))
      .map((member) => describe(member, members)),
  }));

function describe(member: Served, members: readonly Served[]): object {
  const subresources = members
    .filter(({ resource }) => resource.startsWith(`${member.resource}/`))
    .map(({ resource, responseKind, verbs }) => ({
      subresource: resource.slice(member.resource.length + 1),
      responseKind,
      verbs,
    }));
  const { resource, responseKind, namespaced, singular, verbs, shortNames, categories } = member;
  return {
    resource,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length ? { shortNames } : {}),
    ...(categories.length ? { categories } : {}),
    ...(subresources.length ? { subresources } : {}),
  };
}
