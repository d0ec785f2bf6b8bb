import { type ApiResource, apiResources } from './api-resources.ts';
import type { KubeClient } from './client.ts';
import { openClient } from './client.ts';
import {
  type Inventory,
  isListed,
  nameOf,
  type Standing,
  type StandingMetadata,
  standing,
} from './standing.ts';

const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** A server that doesn't serve a resource, or no longer does, has no objects of it that a run could have left. */
const notServed: ReadonlySet<number> = new Set([404, 405, 501]);

/** Objects of one answer, and answers of one resource: of more, nothing is known. */
const pageSize = 500;
const mostPages = 6;

/**
 * Requests at a time: to a server that is near, each connection costs more than it brings. How far it is shows in the
 * fastest of its first answers; the others waited for something else.
 */
const fewRequests = 2;
const manyRequests = 16;
const nearMs = 15;
const firstAnswers = 4;

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
  const resources = (await apiResources(client, signal)).filter(isListed);
  const objects: Standing[] = [];
  const complete = new Set<string>();
  const left = [...resources];
  let refused = 0;
  let answers = 0;
  let fastestMs = Number.POSITIVE_INFINITY;
  const work = async (): Promise<unknown> => {
    const more: Promise<unknown>[] = [];
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const askedAt = performance.now();
      const found = await list(client, next, signal);
      answers += 1;
      fastestMs = Math.min(fastestMs, performance.now() - askedAt);
      if (answers === firstAnswers && fastestMs > nearMs) more.push(start(manyRequests - fewRequests));
      if (found === 'refused') refused += 1;
      if (typeof found === 'string') continue;
      complete.add(nameOf(next));
      objects.push(...found);
    }
    return Promise.all(more);
  };
  const start = (count: number): Promise<unknown> => Promise.all(Array.from({ length: count }, work));
  await start(fewRequests);
  return { complete, refused, objects };
}

type ListAnswer = {
  readonly metadata?: { readonly continue?: string };
  /** A real server answers an empty list of metadata with null. */
  readonly items?: readonly { readonly metadata: StandingMetadata }[] | null;
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
