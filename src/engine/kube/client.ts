import { type OutgoingHttpHeaders, request as requestPlain } from 'node:http';
import { Agent, type RequestOptions, request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';

type KubeRequest = {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Below the server's address, with the query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  /** What the answer should be; JSON if not said. */
  readonly accept?: string;
  readonly signal: AbortSignal;
};

/** `body` is the JSON answer, or the text of one that is no JSON. */
type KubeAnswer = { readonly status: number; readonly body: unknown };

/** One context of a kubeconfig. Rejects with Node's error when the server can't be reached. */
export type KubeClient = {
  /** Namespace of the context. */
  readonly namespace: string;
  readonly server: string;
  send(request: KubeRequest): Promise<KubeAnswer>;
  /** Ends connections that are kept open. */
  close(): void;
};

/** `keepOpen`: connections that are kept open between requests, for a client that sends many; without, none is. */
type ClientOptions = { readonly keepOpen?: number };

/**
 * A client for a context, with whatever credentials it has, exec plugins included; undefined when the kubeconfig
 * has no such context. Requests are sent as written: client-node's typed calls would drop fields that they don't
 * know, and the server could not complain about them any more.
 */
export function openClient(
  kubeconfig: string,
  context: string,
  { keepOpen }: ClientOptions = {},
): KubeClient | undefined {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const found = config.getContextObject(context);
  const cluster = found === null ? null : config.getCluster(found.cluster);
  if (found === null || cluster === null) return undefined;
  config.setCurrentContext(context);
  const server = cluster.server.replace(/\/$/, '');
  const connect = keepOpen === undefined ? () => optionsOf(config) : connector(config, keepOpen);
  let agent: RequestOptions['agent'];
  return {
    namespace: found.namespace ?? 'default',
    server,
    send: async (request) => {
      const options = await connect();
      agent = options.agent;
      return send(new URL(server + request.path), options, request);
    },
    close: () => {
      if (agent instanceof Agent) agent.destroy();
    },
  };
}

/** Credentials are asked for once: such a client doesn't live for long. */
function connector(config: KubeConfig, keepOpen: number): () => Promise<RequestOptions> {
  const first = optionsOf(config).then((options) => {
    // Another class of agent goes through a proxy, and knows how.
    if (!(options.agent instanceof Agent)) return options;
    return {
      ...options,
      agent: new Agent({ ...options.agent.options, keepAlive: true, maxSockets: keepOpen }),
    };
  });
  first.catch(() => undefined);
  return () => first;
}

async function optionsOf(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = { headers: {} };
  await config.applyToHTTPSOptions(options);
  return options;
}

function send(url: URL, options: RequestOptions, request: KubeRequest): Promise<KubeAnswer> {
  const { method, body: sent, contentType, accept = 'application/json', signal } = request;
  const start = url.protocol === 'https:' ? requestSecure : requestPlain;
  const type = contentType === undefined ? {} : { 'content-type': contentType };
  const headers = { ...(options.headers as OutgoingHttpHeaders), accept, ...type };
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { ...options, method, headers, signal }, (incoming) => {
      text(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 0, body: parsed(body) }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
