import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';

type KubeRequest = {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Below the server's address, with the query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
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
};

/**
 * A client for a context, with whatever credentials it has, exec plugins included; undefined when the kubeconfig
 * has no such context. Requests are sent as written: client-node's typed calls would drop fields that they don't
 * know, and the server could not complain about them any more.
 */
export function openClient(kubeconfig: string, context: string): KubeClient | undefined {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const found = config.getContextObject(context);
  const cluster = found === null ? null : config.getCluster(found.cluster);
  if (found === null || cluster === null) return undefined;
  config.setCurrentContext(context);
  const server = cluster.server.replace(/\/$/, '');
  return {
    namespace: found.namespace ?? 'default',
    server,
    send: (request) => send(config, new URL(server + request.path), request),
  };
}

async function send(config: KubeConfig, url: URL, request: KubeRequest): Promise<KubeAnswer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.contentType !== undefined) headers['content-type'] = request.contentType;
  const options: RequestOptions = { method: request.method, headers, signal: request.signal };
  await config.applyToHTTPSOptions(options);
  const start = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, options, (incoming) => {
      text(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 0, body: parsed(body) }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
