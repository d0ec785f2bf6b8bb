import { type IncomingMessage, type OutgoingHttpHeaders, request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from './connection.ts';
import { clientsOf } from './open-clients.ts';
import { mostRetries, waitAfterAnswer, waitAfterError } from './retry.ts';
import { explained } from './unreachable.ts';
import { readWarnings } from './warnings.ts';

/** Something beside the answer that a person should hear of. */
export type Aside =
  /** A warning of the server, such as of a deprecated version. */
  | { readonly kind: 'warning'; readonly text: string }
  /** A request is about to be repeated. */
  | { readonly kind: 'retry'; readonly why: string };

type KubeRequest = {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** Below the server's address, with the query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  /** What the answer should be; JSON if not said. */
  readonly accept?: string;
  readonly signal: AbortSignal;
  readonly onAside?: (aside: Aside) => void;
};

/** `body` is the JSON answer, or the text of one that is no JSON. */
export type KubeAnswer = { readonly status: number; readonly body: unknown };

/** One context of a kubeconfig. */
export type KubeClient = {
  /** Namespace of the context. */
  readonly namespace: string;
  readonly server: string;
  /** What the server has said that it has, by path: asked once for all that go through the client. */
  readonly discovered: Map<string, Promise<unknown>>;
  /**
   * Sends a request, and again where that is what kubectl would do. Every request must be one that may be repeated.
   * Rejects with the code of Node's error when the server can't be reached, and with a SlowError when `signal` is aborted.
   */
  send(request: KubeRequest): Promise<KubeAnswer>;
  /** Asks for the credentials without sending anything. Rejects as `send` does. */
  authorize(signal: AbortSignal): Promise<void>;
  /** Ends its open connections. */
  close(): void;
};

/** The request was given up; the message says who had not answered. */
export class SlowError extends Error {
  override readonly name = 'SlowError';
}

/**
 * The client for a context, with whatever credentials it has, plugins included; undefined when the kubeconfig has no
 * such context. Requests are sent as written: client-node's typed calls would drop fields that they don't know, and
 * the server could not complain about them any more.
 * @throws Error when the context names a cluster or a user that isn't there.
 */
export function openClient(kubeconfig: string, context: string): KubeClient | undefined {
  const known = clientsOf(kubeconfig);
  const found = known.get(context);
  if (found !== undefined) return found;
  const connection = openConnection(kubeconfig, context);
  if (connection === undefined) return undefined;
  const { namespace, server, close } = connection;
  const send = (request: KubeRequest) => sendRepeatedly(connection, request);
  const authorize = (signal: AbortSignal) =>
    connection.authorize(signal).catch((error) => slow(error, signal));
  const client: KubeClient = { namespace, server, discovered: new Map(), send, authorize, close };
  known.set(context, client);
  return client;
}

async function sendRepeatedly(connection: Connection, request: KubeRequest): Promise<KubeAnswer> {
  const { method, path, signal, onAside = () => undefined } = request;
  const asked = `${method} ${connection.server}${path.replace(/\?.*/, '')}`;
  let refused = false;
  let waitsFor = '';
  try {
    for (let attempt = 0; ; attempt += 1) {
      const given = attempt < mostRetries;
      const sent = await sendOnce(connection, request).catch((error: unknown) => {
        const wait = given && !signal.aborted ? waitAfterError(error, attempt) : undefined;
        if (wait === undefined) throw explained(error, connection.server);
        return { wait, why: `${asked}: the connection was lost` };
      });
      if ('wait' in sent) {
        onAside({ kind: 'retry', why: sent.why });
        await sleep(sent.wait, undefined, { signal });
        continue;
      }
      for (const warning of sent.warnings) onAside({ kind: 'warning', text: warning });
      if (sent.status === 401 && !refused && connection.renew()) {
        refused = true;
        continue;
      }
      const wait = given ? waitAfterAnswer(sent) : undefined;
      if (wait === undefined) return { status: sent.status, body: sent.body };
      waitsFor = `${asked} was answered ${sent.status}`;
      onAside({ kind: 'retry', why: waitsFor });
      await sleep(wait, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted || error instanceof SlowError) throw error;
    throw new SlowError(
      waitsFor === '' ? `no answer to ${asked}` : `${waitsFor}, and again until the time was over`,
    );
  }
}

type Sent = KubeAnswer & { readonly retryAfter: string | undefined; readonly warnings: readonly string[] };

async function sendOnce(connection: Connection, request: KubeRequest): Promise<Sent> {
  const { signal } = request;
  signal.throwIfAborted();
  const options = await connection.options(signal).catch((error) => slow(error, signal));
  const incoming = await start(new URL(connection.server + request.path), options, request);
  return {
    status: incoming.statusCode ?? 0,
    body: parsed(await text(incoming)),
    retryAfter: incoming.headers['retry-after'],
    warnings: readWarnings(incoming.headers.warning),
  };
}

/** What could not be had because the time was over is slow, not wrong. */
function slow(error: unknown, signal: AbortSignal): never {
  throw signal.aborted && error instanceof Error ? new SlowError(error.message) : error;
}

function start(url: URL, options: RequestOptions, request: KubeRequest): Promise<IncomingMessage> {
  const { method, body: sent, contentType, accept = 'application/json', signal } = request;
  const open = url.protocol === 'https:' ? requestSecure : requestPlain;
  const type = contentType === undefined ? {} : { 'content-type': contentType };
  const headers = { ...(options.headers as OutgoingHttpHeaders), accept, ...type };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = open(url, { ...options, method, headers, signal }, resolve);
  outgoing.on('error', reject);
  outgoing.end(sent);
  return promise;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
