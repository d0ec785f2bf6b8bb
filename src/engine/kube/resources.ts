import type { KubeClient } from './client.ts';

/** How objects of a kind are addressed. */
type Resource = { readonly plural: string; readonly namespaced: boolean; readonly base: string };

/** Finds the resource of a kind; undefined when the server doesn't know it. */
export type FindResource = (apiVersion: string, kind: string) => Promise<Resource | undefined>;

type ResourceList = {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
};

/** Asks the server's discovery documents, each once. */
export function resourceFinder(client: KubeClient, signal: AbortSignal): FindResource {
  const lists = new Map<string, Promise<ResourceList>>();
  return async (apiVersion, kind) => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = lists.get(base) ?? readList(client, base, signal);
    lists.set(base, list);
    const found = (await list).resources?.find((item) => item.kind === kind && !item.name.includes('/'));
    return found === undefined ? undefined : { plural: found.name, namespaced: found.namespaced, base };
  };
}

async function readList(client: KubeClient, path: string, signal: AbortSignal): Promise<ResourceList> {
  const { status, body } = await client.send({ method: 'GET', path, signal });
  if (status === 404) return {};
  if (status !== 200) throw new Error(messageOf(body, status));
  return body as ResourceList;
}

/** What the server says is wrong. */
export function messageOf(body: unknown, status: number): string {
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  return `the server answered ${status}${typeof body === 'string' && body !== '' ? `: ${body.trim()}` : ''}`;
}
