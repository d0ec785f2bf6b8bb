import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type Authenticate, createAuthenticator } from './authentication/authenticate.ts';
import { certificateUser } from './authentication/client-certificate.ts';
import { impersonate } from './authentication/impersonate.ts';
import { bearerOf } from './authentication/service-account-token.ts';
import type { User } from './authentication/user.ts';
import { authorizeCall } from './authorization/authorizer.ts';
import { readBody } from './body.ts';
import type { ApiContext } from './context.ts';
import { dispatch } from './dispatch.ts';
import { countRequest } from './metrics.ts';
import { type ApiResponse, errorResponse, sendResponse } from './response.ts';
import type { IncomingCall } from './routes.ts';
import { acceptUpgrade } from './stream/upgrade.ts';
import { type Authority, setAuthority } from './tls/authority.ts';

export type ApiServerOptions = {
  readonly context: ApiContext;
  /** PEM texts. */
  readonly tls: { readonly key: string; readonly cert: string; readonly authority: Authority };
  /** Bearer of it is the cluster's administrator. */
  readonly token: string;
};

type ApiServer = { readonly url: string; close(): Promise<void> };

/** Commands of exec travel in the URL, so that it may be long; Go's servers take as much. */
const maxHeaderSize = 1024 * 1024;

/** Serves the API of one cluster on a free port of the loopback interface. */
export async function startApiServer({ context: given, tls, token }: ApiServerOptions): Promise<ApiServer> {
  const context: ApiContext = { requests: new Map(), ...given };
  const readOwn = async (given: string) => (await bearerOf(context.world, given))?.user;
  const enter = entrance(context, createAuthenticator(token, readOwn));
  const respond = responder(context, enter);
  const sockets = new Set<Socket>();
  const { authority, ...own } = tls;
  setAuthority(context.world.store, authority);
  // A certificate is looked at when a client brings one; nobody has to.
  const clients = { ca: authority.certificate, requestCert: true, rejectUnauthorized: false };
  const server = createServer({ ...own, ...clients, keepAliveTimeout: 60_000, maxHeaderSize });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (req, res) => {
    answer(respond, req, res).catch(() => res.destroy());
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void acceptUpgrade({ context, enter, req, socket, head });
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

/** What a client asks, once it is known who it is and that it may. @throws ApiError 401, 403 */
export type Enter = (req: IncomingMessage) => Promise<IncomingCall>;

const entrance =
  (context: ApiContext, authenticate: Authenticate): Enter =>
  async (req) => {
    const requester = await authenticate(req.headers, certificateUser(req.socket));
    const call = callOf(req, impersonate(context, requester, req.headersDistinct));
    authorizeCall(context, call);
    return call;
  };

const responder =
  (context: ApiContext, enter: Enter): Respond =>
  async (req) => {
    let call: IncomingCall | undefined;
    const response = await answerOf(async () => {
      call = await enter(req);
      return dispatch(context, call);
    });
    if (call && context.requests) countRequest(context.requests, call, response.status);
    return response;
  };

async function answerOf(handle: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await handle();
  } catch (error) {
    return errorResponse(error);
  }
}

/** A path that is no URL is one that nothing is served at. */
function callOf(req: IncomingMessage, user: User): IncomingCall {
  const [path = '/', ...rest] = (req.url ?? '/').split('?');
  return {
    user,
    method: req.method ?? 'GET',
    path,
    query: new URLSearchParams(rest.join('?')),
    headers: req.headers,
    readBody: () => readBody(req),
  };
}
