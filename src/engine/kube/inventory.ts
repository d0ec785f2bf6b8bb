import { type ApiResource, apiResources } from './api-resources.ts';
import type { KubeClient } from './client.ts';
import { openClient } from './client.ts';

/** What identifies an object that nothing else owns. `resource` as kubectl writes it: `deployment.apps`. */
export type Standing = {
  readonly uid: string;
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
  /** It is being deleted, and these keep it; empty where nothing says what does. */
  readonly kept?: readonly string[];
};

/** What stands on a cluster: of the resources in `complete` everything, of others nothing is known. */
export type Inventory = {
  readonly complete: ReadonlySet<string>;
  /** How many resources may not be listed. */
  readonly refused: number;
  readonly objects: readonly Standing[];
};

/** Resources that a cluster writes by itself all the time, or that come and go with others. */
const noise: ReadonlySet<string> = new Set([
  'certificatesigningrequests',
  'ciliumidentities',
  'componentstatuses',
  'endpoints',
  'endpointslices',
  'events',
  'ipaddresses',
  'leases',
  'nodes',
]);

/** Objects that every namespace gets: by Kubernetes, by Istio. */
const givenToAll: ReadonlySet<string> = new Set([
  'configmap/istio-ca-root-cert',
  'configmap/kube-root-ca.crt',
  'serviceaccount/default',
]);

const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** A server that doesn't serve a resource, or no longer does, has no objects of it that a run could have left. */
const notServed: ReadonlySet<number> = new Set([404, 405, 501]);

/** Objects of one answer, and answers of one resource: of more, nothing is known. */
const pageSize = 500;
const mostPages = 6;

/** Requests at a time: to a server that is near, each connection costs more than it brings. */
const fewRequests = 2;
const manyRequests = 16;
const nearMs = 15;

/**
 * Lists what stands on a cluster, by its metadata alone. Left out is what has an owner, since it goes with that, and
 * what clusters make by themselves. A resource that may not be listed is not `complete`.
 * @throws Error when the cluster doesn't say what it has, or `signal` is aborted.
 */
export async function takeInventory(
  kubeconfig: string,
  context: string,
  signal: AbortSignal,
): Promise<Inventory> {
  const client = openClient(kubeconfig, context);
  if (client === undefined) throw new Error(`the kubeconfig has no context ${context}`);
  const startedAt = performance.now();
  const resources = (await apiResources(client, signal)).filter(isListed);
  const width = performance.now() - startedAt < nearMs ? fewRequests : manyRequests;
  const objects: Standing[] = [];
  const complete = new Set<string>();
  const left = [...resources];
  let refused = 0;
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const found = await list(client, next, signal);
      if (found === 'refused') refused += 1;
      if (typeof found === 'string') continue;
      complete.add(nameOf(next));
      objects.push(...found);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return { complete, refused, objects };
}

function isListed({ plural, verbs }: ApiResource): boolean {
  return !noise.has(plural) && verbs.includes('list') && verbs.includes('delete');
}

function nameOf({ kind, group }: ApiResource): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

type ListAnswer = {
  readonly metadata?: { readonly continue?: string };
  /** A real server answers an empty list of metadata with null. */
  readonly items?: readonly { readonly metadata: Metadata }[] | null;
};

type Metadata = {
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string;
  readonly ownerReferences?: readonly unknown[];
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
};

/** @returns Why the objects can't be known, if they can't. */
async function list(
  client: KubeClient,
  resource: ApiResource,
  signal: AbortSignal,
): Promise<readonly Standing[] | 'refused' | 'too many'> {
  const found: Standing[] = [];
  let query = `limit=${pageSize}`;
  for (let page = 0; page < mostPages; page += 1) {
    const path = `${resource.base}/${resource.plural}?${query}`;
    const { status, body } = await client.send({ method: 'GET', path, accept, signal });
    if (notServed.has(status)) return [];
    if (status !== 200) return 'refused';
    const { items, metadata = {} } = body as ListAnswer;
    found.push(...(items ?? []).flatMap((item) => standing(item.metadata, nameOf(resource))));
    if (!metadata.continue) return found;
    query = `limit=${pageSize}&continue=${encodeURIComponent(metadata.continue)}`;
  }
  return 'too many';
}

function standing(metadata: Metadata, resource: string): readonly Standing[] {
  const { uid, name, namespace, ownerReferences = [], deletionTimestamp, annotations = {} } = metadata;
  if (ownerReferences.length > 0) return [];
  if (givenToAll.has(`${resource}/${name}`)) return [];
  // The token of a service account, which Kubernetes makes and deletes with it.
  if (resource === 'secret' && 'kubernetes.io/service-account.uid' in annotations) return [];
  const kept = deletionTimestamp === undefined ? {} : { kept: metadata.finalizers ?? [] };
  return [{ uid, resource, name, ...(namespace === undefined ? {} : { namespace }), ...kept }];
}
