import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type RequestOptions, request as send } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { openConnection } from '../../../../src/engine/kube/connection.ts';
import type { Target } from '../../../../src/engine/model/target.ts';
import { createCertificate } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import { patienceMs } from '../../../helpers/patience.ts';

/** What happens to the first `times` requests that match, after `skip` of them; without `times`, to all. */
export type Fault = {
  readonly method?: string;
  readonly path?: RegExp;
  readonly skip?: number;
  readonly times?: number;
  /** A status with an API server's answer, a lost connection, silence, an answer that takes its time, or a server that goes away. */
  readonly does:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly message?: string }
    | 'reset'
    | 'silence'
    | { readonly delayMs: number }
    | { readonly awayMs: number };
};

/** What a SelfSubjectAccessReview asks, and what is answered. */
export type Asked = {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
};
type Decision = { readonly allowed: boolean; readonly reason?: string; readonly evaluationError?: string };

/** An API server behind a network that has faults. */
export type FaultProxy = {
  /** A kubeconfig whose context `proxied` leads through the proxy; `user` is what it says of the user. */
  kubeconfig(user?: object): Promise<string>;
  /** Requests that came, as `METHOD path`, and the token of each. */
  readonly requests: readonly { readonly line: string; readonly token: string | undefined }[];
  /** Connections that were made. */
  readonly connections: number;
  /** Whether a fault keeps it away at the moment. */
  readonly isAway: boolean;
  /** How often a fault took it away. */
  readonly awayTimes: number;
  set(...faults: readonly Fault[]): void;
  /** Only these tokens are let in; undefined lets everybody in. */
  accept(tokens: readonly string[] | undefined): void;
  /** Answers SelfSubjectAccessReviews, as an authorizer would; undefined leaves them to the server behind. */
  decide(decision: ((asked: Asked) => Decision) | undefined): void;
  /** The server is gone with all its connections, and nothing listens at its address. */
  down(): Promise<void>;
  /** The same for so long, in milliseconds, or until it is called back. */
  leave(forMs: number): Promise<void>;
  /** Calls it back, when it has left. */
  callBack(): void;
  /** It is back at the same address. */
  up(): Promise<void>;
  close(): Promise<void>;
};

/** Starts a proxy in front of the API server of a context, which answers with the rights of that context's user. */
export async function startFaultProxy(kubeconfig: string, context: string): Promise<FaultProxy> {
  const connection = openConnection(kubeconfig, context);
  if (connection === undefined) throw new Error(`no context ${context}`);
  const { namespace } = connection;
  const tls = await createCertificate(new Date());
  const folder = await mkdtemp(join(tmpdir(), 'runbook-fault-proxy-'));
  const requests: { line: string; token: string | undefined }[] = [];
  let faults: { -readonly [Key in keyof Fault]: Fault[Key] }[] = [];
  let tokens: readonly string[] | undefined;
  let decision: ((asked: Asked) => Decision) | undefined;
  let connections = 0;
  let isAway = false;
  let awayTimes = 0;
  let callBack = (): void => {};
  let files = 0;

  const behind = async (incoming: IncomingMessage): Promise<ClientRequest> => {
    const options: RequestOptions = await connection.options(AbortSignal.timeout(patienceMs));
    const { host: _host, authorization: _authorization, ...headers } = incoming.headers;
    const { method = 'GET', url = '/' } = incoming;
    return send(new URL(connection.server + url), {
      ...options,
      method,
      headers: { ...headers, ...(options.headers as Record<string, string>) },
    });
  };
  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const upstream = await behind(incoming);
    upstream.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      // A watch may have nothing to say for long.
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  };

  const server = createServer(tls, (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const token = headers.authorization?.replace(/^Bearer /, '');
    requests.push({ line: `${method} ${url}`, token });
    if (tokens !== undefined && !tokens.includes(token ?? '')) return answer(outgoing, 401, 'Unauthorized');
    const fault = faults.find((item) => matches(item, method, url));
    if (fault === undefined && decision !== undefined && url.endsWith('/selfsubjectaccessreviews'))
      return void review(incoming, outgoing, decision);
    if (fault === undefined) return void forward(incoming, outgoing);
    if (fault.does === 'silence') return;
    if (fault.does === 'reset') return void incoming.socket.destroy();
    if ('awayMs' in fault.does) return void leave(fault.does.awayMs);
    if ('delayMs' in fault.does)
      return void setTimeout(() => forward(incoming, outgoing), fault.does.delayMs);
    answer(outgoing, fault.does.status, fault.does.message ?? 'injected', fault.does.headers);
  });
  server.on('upgrade', async (incoming, socket) => {
    requests.push({ line: `${incoming.method} ${incoming.url}`, token: undefined });
    const upstream = await behind(incoming);
    upstream.on('upgrade', ({ rawHeaders }, stream) => {
      const headers = rawHeaders.map((text, at) => text + (at % 2 === 0 ? ': ' : '\r\n')).join('');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
      stream.pipe(socket).pipe(stream);
      stream.on('error', () => socket.destroy());
      socket.on('error', () => stream.destroy());
    });
    upstream.on('error', () => socket.destroy());
    upstream.end();
  });
  server.on('secureConnection', () => (connections += 1));
  const listen = async (at: number): Promise<void> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  const down = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const leave = async (forMs: number): Promise<void> => {
    isAway = true;
    awayTimes += 1;
    const called = new Promise<void>((resolve) => {
      callBack = resolve;
    });
    await down();
    await Promise.race([called, sleep(forMs, undefined, { ref: false })]);
    await listen(port);
    isAway = false;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    requests,
    get connections() {
      return connections;
    },
    get isAway() {
      return isAway;
    },
    get awayTimes() {
      return awayTimes;
    },
    set: (...list) => {
      faults = list.map((fault) => ({ ...fault }));
    },
    accept: (list) => {
      tokens = list;
    },
    kubeconfig: async (user = { token: 'anybody' }) => {
      files += 1;
      const file = join(folder, `kubeconfig-${files}`);
      const cluster = {
        server: `https://127.0.0.1:${port}`,
        'certificate-authority-data': Buffer.from(tls.authority.certificate).toString('base64'),
      };
      const content = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'proxied', cluster }],
        users: [{ name: 'proxied', user }],
        contexts: [{ name: 'proxied', context: { cluster: 'proxied', user: 'proxied', namespace } }],
        'current-context': 'proxied',
      };
      await writeFile(file, stringify(content));
      return file;
    },
    decide: (given) => {
      decision = given;
    },
    down,
    leave,
    callBack: () => callBack(),
    up: () => listen(port),
    close: async () => {
      server.closeAllConnections();
      server.close();
      connection.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a run has that goes through the proxy. */
export function proxiedTarget(kubeconfig: string): Target {
  const clusters = [{ variable: 'CLUSTER1', context: 'proxied', version: '' }];
  const facts = { name: 'cluster', simulated: false, summary: '', clusters, tools: {} };
  return {
    name: 'cluster',
    open: async () => ({ facts, kubeconfig, env: {}, path: [], secrets: [], close: async () => {} }),
  };
}

async function review(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  decide: (asked: Asked) => Decision,
): Promise<void> {
  const asked = (await json(incoming)) as { readonly spec: { readonly resourceAttributes: Asked } };
  outgoing.writeHead(201, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ ...asked, status: decide(asked.spec.resourceAttributes) }));
}

function matches(
  fault: { -readonly [Key in keyof Fault]: Fault[Key] },
  method: string,
  url: string,
): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path !== undefined && !fault.path.test(url)) return false;
  if ((fault.skip ?? 0) > 0) {
    fault.skip = (fault.skip ?? 0) - 1;
    return false;
  }
  if (fault.times === undefined) return true;
  fault.times -= 1;
  return fault.times >= 0;
}

function answer(
  outgoing: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(
    JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      code: status,
    }),
  );
}
