import type { KubeClient } from './client.ts';

/** How objects of a kind are addressed: `base` is the path of its group and version. */
export type Resource = { readonly plural: string; readonly namespaced: boolean; readonly base: string };

/** What a server says that it has. */
export type Discovery = {
  /** The resource of a kind; undefined when the server doesn't know it. */
  readonly find: (apiVersion: string, kind: string) => Promise<Resource | undefined>;
  /** The kinds of a group and version. */
  readonly kinds: (apiVersion: string) => Promise<readonly string[]>;
};

type ResourceList = {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
};

/** Asks the server's discovery documents, each once for a client: a page applies many manifests of few groups. */
export function discovery(client: KubeClient, signal: AbortSignal): Discovery {
  const lists = client.discovered;
  const resourcesOf = async (base: string) => {
    const list = lists.get(base) ?? readList(client, base, signal);
    lists.set(base, list);
    try {
      const { resources = [] } = (await list) as ResourceList;
      return resources.filter(({ name }) => !name.includes('/'));
    } catch (error) {
      // Whoever asks next may have more time, or a server that answers.
      lists.delete(base);
      throw error;
    }
  };
  return {
    find: async (apiVersion, kind) => {
      const base = baseOf(apiVersion);
      const found = (await resourcesOf(base)).find((item) => item.kind === kind);
      // Its definition may be applied next.
      if (found === undefined) lists.delete(base);
      return found === undefined ? undefined : { plural: found.name, namespaced: found.namespaced, base };
    },
    kinds: async (apiVersion) => (await resourcesOf(baseOf(apiVersion))).map(({ kind }) => kind),
  };
}

function baseOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
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
