import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { Headers, HttpRequest } from '../dataplane/message.ts';
import { http } from '../node-http.ts';
import { reasonOf } from './http-reply.ts';
import type { Peer } from './runtime.ts';
import type { Handler } from './workload.ts';

/** How much of a request's body is taken, in bytes; simulated services answer 413 beyond it. */
const bodyLimit = 8 * 1024 * 1024;

/**
 * Opens a connection to a simulated server: the returned stream takes the raw bytes of HTTP/1.1, keep-alive and
 * pipelining included, and gives the answers.
 */
export function openConnection(handler: Handler): Duplex {
  const [client, server] = duplexPair();
  serveHttp(server, handler);
  return client;
}

/** Answers what comes in on a connection. */
export function serveHttp(connection: Duplex, handler: Handler): void {
  httpServer(handler).emit('connection', connection);
}

function httpServer(handler: Handler): Server {
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    answer(handler, request, response).catch(() => request.socket.destroy());
  });
  server.on('clientError', (_error, socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

/** Somebody on the pod's own machine, at a port of those that a kernel gives to clients. */
export const localPeer = (): Peer => ({
  address: '127.0.0.1',
  port: 32_768 + Math.floor(Math.random() * 28_232),
});

async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (!request) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const response = await handler(request, localPeer());
  if (response === 'reset') {
    incoming.socket.destroy();
    return;
  }
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  // Whoever says nothing of the connection keeps it; Node would say so.
  if (outgoing.shouldKeepAlive && !outgoing.hasHeader('connection')) outgoing.removeHeader('connection');
  outgoing.writeHead(response.status, reasonOf(response));
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: headerPairs(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** Node's flat list of names and values, paired. */
export const headerPairs = (raw: readonly string[]): Headers =>
  raw.flatMap((name, index) => (index % 2 ? [] : [[name, raw[index + 1] ?? ''] as const]));
