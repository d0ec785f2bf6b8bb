import type { KubeClient } from './client.ts';
import { messageOf } from './resources.ts';

/** One resource as a server offers it, in its group's preferred version. */
export type ApiResource = {
  readonly group: string;
  /** Where its objects are: `/api/v1`, `/apis/apps/v1`. */
  readonly base: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
};

/** Aggregated discovery, of which servers before 1.30 know the beta alone; older ones answer in the old way. */
const accept = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/**
 * Everything that a server offers, by two requests where it can.
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export async function apiResources(client: KubeClient, signal: AbortSignal): Promise<readonly ApiResource[]> {
  const read = (path: string) => readJson(client, path, signal);
  const [core, groups] = await Promise.all([read('/api'), read('/apis')]);
  if (isAggregated(core) && isAggregated(groups))
    return [...core.items, ...groups.items].flatMap(resourcesOf);
  const bases = ['/api/v1', ...preferred(groups)];
  const lists = await Promise.all(bases.map((base) => read(base)));
  return lists.flatMap((list, index) => listedOf(list as ResourceList, bases[index] ?? ''));
}

/**
 * The resources that a word may stand for on kubectl's command line, kubectl's choice first: plural, singular, short
 * name or kind, with or without its group: `deploy`, `deployments.apps`, `gateway.gateway.networking.k8s.io`.
 */
export function findResources(resources: readonly ApiResource[], word: string): readonly ApiResource[] {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.join('.');
  return resources.filter(
    (resource) =>
      (group === '' || resource.group === group || group.endsWith(`.${resource.group}`)) &&
      (resource.plural === name ||
        resource.singular === name ||
        resource.kind.toLowerCase() === name ||
        resource.shortNames.includes(name)),
  );
}

type Aggregated = { readonly items: readonly AggregatedGroup[] };

type AggregatedGroup = {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly responseKind?: { readonly kind: string };
      readonly scope: string;
      readonly singularResource?: string;
      readonly shortNames?: readonly string[];
      readonly verbs: readonly string[];
    }[];
  }[];
};

function isAggregated(body: unknown): body is Aggregated {
  return (body as { readonly kind?: string }).kind === 'APIGroupDiscoveryList';
}

/** The preferred version stands first. */
function resourcesOf({ metadata, versions }: AggregatedGroup): readonly ApiResource[] {
  const group = metadata.name ?? '';
  const [first] = versions;
  const base = group === '' ? `/api/${first?.version}` : `/apis/${group}/${first?.version}`;
  return (first?.resources ?? []).map((item) => ({
    group,
    base,
    plural: item.resource,
    singular: item.singularResource ?? '',
    shortNames: item.shortNames ?? [],
    kind: item.responseKind?.kind ?? '',
    namespaced: item.scope === 'Namespaced',
    verbs: item.verbs,
  }));
}

function preferred(body: unknown): readonly string[] {
  const { groups = [] } = body as {
    readonly groups?: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  return groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`);
}

type ResourceList = {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly shortNames?: readonly string[];
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
};

function listedOf({ resources = [] }: ResourceList, base: string): readonly ApiResource[] {
  const group = base.startsWith('/apis/') ? (base.split('/')[2] ?? '') : '';
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, singularName = '', shortNames = [], kind, namespaced, verbs }) => ({
      group,
      base,
      plural: name,
      singular: singularName,
      shortNames,
      kind,
      namespaced,
      verbs,
    }));
}

async function readJson(client: KubeClient, path: string, signal: AbortSignal): Promise<unknown> {
  const { status, body } = await client.send({ method: 'GET', path, accept, signal });
  // A group whose server is down is no reason to know nothing of the others.
  if (status === 503 && path.startsWith('/apis/')) return {};
  if (status !== 200) throw new Error(messageOf(body, status));
  return body;
}
