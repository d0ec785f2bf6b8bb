import type { IncomingHttpHeaders } from 'node:http';
import { textAt } from './fields.ts';
import { type ApiResponse, encodeResponse, isPretty } from './response.ts';
import type { KubeObject } from './store/object.ts';
import type { Store } from './store/store.ts';
import { authorityOf } from './tls/authority.ts';
import type { Identity } from './tls/identity.ts';

/** A request that comes from inside of a cluster, its headers as they were sent. */
type InnerRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

type InnerAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: Buffer;
    }
  | { readonly kind: 'unsimulated'; readonly reason: string };

/** The API server of a cluster, as its own pods reach it. */
type ClusterApi = {
  /** What it shows who speaks TLS to it. */
  readonly identity: () => Promise<Identity | undefined>;
  readonly ask: (request: InnerRequest) => Promise<InnerAnswer>;
};

const apis = new WeakMap<Store, ClusterApi>();

/** The API server of the cluster with these objects; undefined where there is nothing but the objects. */
export const clusterApi = (store: Store): ClusterApi | undefined => apis.get(store);

type Respond = (asked: {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly headersDistinct: NodeJS.Dict<string[]>;
  readonly readBody: () => Promise<Buffer>;
}) => Promise<ApiResponse>;

/** Tells a cluster's pods who answers as its API server. */
export function setClusterApi(store: Store, respond: Respond): void {
  let identity: Promise<Identity> | undefined;
  apis.set(store, {
    identity: async () => {
      identity ??= authorityOf(store)?.serve('kube-apiserver', namesOf(store));
      return identity;
    },
    ask: (request) => ask(respond, request),
  });
}

/** The names and addresses that the server's certificate is for. */
function namesOf(store: Store): readonly string[] {
  const place = { namespace: 'default', name: 'kubernetes' };
  const own = textAt(store.get({ resource: 'services', ...place }), 'spec.clusterIP');
  return [
    ...['', '.default', '.default.svc', '.default.svc.cluster.local'].map((rest) => `kubernetes${rest}`),
    'localhost',
    '127.0.0.1',
    ...(own ? [own] : []),
    ...apiAddresses(store),
  ];
}

type EndpointsObject = KubeObject & {
  readonly subsets?: readonly { readonly addresses?: readonly { readonly ip: string }[] }[];
};

/** Where the API server listens, which its Endpoints say. */
export const apiAddresses = (store: Store): readonly string[] =>
  (
    store.get<EndpointsObject>({ resource: 'endpoints', namespace: 'default', name: 'kubernetes' })
      ?.subsets ?? []
  ).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));

async function ask(respond: Respond, { method, path, headers, body }: InnerRequest): Promise<InnerAnswer> {
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  const isEndless =
    (isTrue(query.get('watch')) && !query.has('timeoutSeconds')) || isTrue(query.get('follow'));
  if (isEndless)
    return { kind: 'unsimulated', reason: 'sandbox: a watch without an end, from a pod, is not simulated' };
  const headersDistinct: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    headersDistinct[key] = [...(headersDistinct[key] ?? []), value];
  }
  const joined = Object.entries(headersDistinct).map(([name, values]) => [name, values.join(', ')]);
  const response = await respond({
    method,
    url: path,
    headers: Object.fromEntries(joined) as IncomingHttpHeaders,
    headersDistinct,
    readBody: async () => body,
  });
  const encoded = await encodeResponse(response, isPretty(path, headersDistinct['user-agent']?.[0]));
  return { kind: 'answered', ...encoded };
}

const isTrue = (text: string | null): boolean => text === 'true' || text === '1';
