import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAuthenticator, refuseImpersonation, unauthorized } from './authenticate.ts';
import { readBody } from './body.ts';
import type { ApiContext } from './context.ts';
import { dispatch } from './dispatch.ts';
import { type ApiResponse, errorResponse, sendResponse } from './response.ts';
import type { IncomingCall } from './routes.ts';
import { acceptUpgrade } from './stream/upgrade.ts';

export type ApiServerOptions = {
  readonly context: ApiContext;
  /** PEM texts. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** The only thing that authenticates a client. */
  readonly token: string;
};

type ApiServer = { readonly url: string; close(): Promise<void> };

/** Commands of exec travel in the URL, so that it may be long; Go's servers take as much. */
const maxHeaderSize = 1024 * 1024;

/** Serves the API of one cluster on a free port of the loopback interface. */
export async function startApiServer({ context, tls, token }: ApiServerOptions): Promise<ApiServer> {
  const isAuthentic = createAuthenticator(token);
  const respond = responder(context, isAuthentic);
  const sockets = new Set<Socket>();
  const server = createServer({ ...tls, keepAliveTimeout: 60_000, maxHeaderSize });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (req, res) => {
    answer(respond, req, res).catch(() => res.destroy());
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const call = callOf(req);
    void acceptUpgrade({ context, call, req, socket, head, authentic: isAuthentic(req.headers) });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  const port = await listen(server);
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

type Respond = (req: IncomingMessage) => Promise<ApiResponse>;

async function answer(respond: Respond, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const response = await respond(req);
  // What is left of a body that nobody read would be taken for the next request.
  if (!req.complete) res.setHeader('connection', 'close');
  await sendResponse(res, response, req.method === 'HEAD');
}

const responder =
  (context: ApiContext, isAuthentic: (headers: IncomingMessage['headers']) => boolean): Respond =>
  async (req) => {
    try {
      if (!isAuthentic(req.headers)) throw unauthorized();
      refuseImpersonation(req.headers);
      return await dispatch(context, callOf(req));
    } catch (error) {
      return errorResponse(error);
    }
  };

/** A path that is no URL is one that nothing is served at. */
function callOf(req: IncomingMessage): IncomingCall {
  const [path = '/', ...rest] = (req.url ?? '/').split('?');
  return {
    method: req.method ?? 'GET',
    path,
    query: new URLSearchParams(rest.join('?')),
    headers: req.headers,
    readBody: () => readBody(req),
  };
}
