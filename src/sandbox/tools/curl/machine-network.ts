import { lookup } from 'node:dns/promises';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Delivery, HttpRequest, Secured } from '../../dataplane/message.ts';
import { http } from '../../node-http.ts';
import { headerPairs } from '../../workloads/serve-http.ts';
import type { Endpoint, Network } from '../../workloads/workload.ts';

/** The machine's own network, one connection a request. */
export const machineNetwork: Network = {
  resolve: async (host) => {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch {
      return undefined;
    }
  },
  exchange: async (to, request, signal) => {
    try {
      const answer = await respond(start(to, request, signal), to.connectTimeoutMs);
      const body: Buffer[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) body.push(chunk);
      const headers = headerPairs(answer.rawHeaders);
      const { statusCode: status = 0, statusMessage: reason = '' } = answer;
      const response = { status, reason, headers, body: Buffer.concat(body) };
      return { kind: 'response', response, remoteIp: to.address, ...securedBy(answer.socket) };
    } catch (error) {
      return failure(error as NodeJS.ErrnoException, to);
    }
  },
};

function start(to: Endpoint, request: HttpRequest, signal: AbortSignal | undefined): ClientRequest {
  const options: RequestOptions = {
    host: to.address,
    port: to.port,
    method: request.method,
    path: request.path,
    agent: false,
    setHost: false,
    ...(signal ? { signal } : {}),
  };
  const { trust = 'public' } = to;
  const tls = {
    rejectUnauthorized: trust !== 'anything',
    ...(typeof trust === 'object' ? { ca: trust.authorities, allowPartialTrustChain: true } : {}),
    ...(isIP(to.host) ? {} : { servername: to.host }),
  };
  const outgoing = to.tls ? httpsRequest({ ...options, ...tls }) : http.request(options);
  for (const [name, value] of request.headers) outgoing.appendHeader(name, value);
  // Node would say that it closes the connection; curl doesn't.
  if (!request.headers.some(([name]) => name.toLowerCase() === 'connection'))
    outgoing.removeHeader('connection');
  outgoing.end(request.body);
  return outgoing;
}

function respond(outgoing: ClientRequest, connectTimeoutMs: number | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    if (connectTimeoutMs === undefined) return;
    const late = setTimeout(
      () => outgoing.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      connectTimeoutMs,
    );
    outgoing.once('socket', (socket) => socket.once('connect', () => clearTimeout(late)));
    outgoing.once('close', () => clearTimeout(late));
  });
}

/** What OpenSSL says where Node has a code. */
const certificateProblems: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to get local issuer certificate',
};

/** OpenSSL's numbers of these problems. */
const numbers: Readonly<Record<string, number>> = {
  'certificate has expired': 10,
  'self-signed certificate': 18,
  'self-signed certificate in certificate chain': 19,
  'unable to get local issuer certificate': 20,
};

/** What the machine's own TLS saw of the server. */
function securedBy(socket: Socket): { readonly secured?: Secured } {
  if (!(socket instanceof TLSSocket)) return {};
  const own = socket.getPeerX509Certificate();
  if (!own) return {};
  const text = certificateProblems[String(socket.authorizationError)];
  return {
    secured: {
      certificate: own.toString(),
      ...(text ? { problem: { code: numbers[text] ?? 1, text } } : {}),
    },
  };
}

function failure(
  { code = '', message }: NodeJS.ErrnoException,
  { host, address: remoteIp }: Endpoint,
): Delivery {
  const problem = certificateProblems[code];
  if (problem)
    return { kind: 'failure', failure: 'untrusted', remoteIp, detail: `SSL certificate problem: ${problem}` };
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const detail = `SSL: no alternative certificate subject name matches target host name '${host}'`;
      return { kind: 'failure', failure: 'untrusted', remoteIp, detail };
    }
    case 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE':
      return { kind: 'failure', failure: 'alert', remoteIp };
    case 'ECONNREFUSED':
      return { kind: 'failure', failure: 'refused' };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { kind: 'failure', failure: 'timeout' };
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return { kind: 'failure', failure: 'no tls', remoteIp };
    default:
      return {
        kind: 'failure',
        failure: 'reset',
        remoteIp,
        ...(message === 'socket hang up' ? { detail: 'empty' } : {}),
      };
  }
}
