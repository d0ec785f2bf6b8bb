import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type Authenticate, createAuthenticator } from './authentication/authenticate.ts';
import { type CertificateUser, certificateUser } from './authentication/client-certificate.ts';
import { impersonate } from './authentication/impersonate.ts';
import { bearerOf } from './authentication/service-account-token.ts';
import type { User } from './authentication/user.ts';
import { authorizeCall } from './authorization/authorizer.ts';
import { readBody } from './body.ts';
import { setClusterApi } from './cluster-api.ts';
import type { ApiContext } from './context.ts';
import { dispatch } from './dispatch.ts';
import type { Serving } from './door.ts';
import { countRequest } from './metrics.ts';
import { type ApiResponse, errorResponse, isPretty, sendResponse } from './response.ts';
import type { IncomingCall } from './routes.ts';
import { acceptUpgrade } from './stream/upgrade.ts';
import { type Authority, setAuthority } from './tls/authority.ts';

type ApiServerOptions = {
  readonly context: ApiContext;
  /** Signs the certificates of the cluster. */
  readonly authority: Authority;
  /** Bearer of it is the cluster's administrator. */
  readonly token: string;
};

/** Answers as the API server of one cluster. */
export function apiServer({ context: given, authority, token }: ApiServerOptions): Serving {
  const context: ApiContext = { requests: new Map(), ...given };
  const readOwn = async (bearer: string) => (await bearerOf(context.world, bearer))?.user;
  const enter = entrance(context, createAuthenticator(token, readOwn));
  const respond = responder(context, enter);
  setAuthority(context.world.store, authority);
  setClusterApi(context.world.store, respond);
  return {
    onRequest: (req, res) => void answer(respond, req, res).catch(() => res.destroy()),
    onUpgrade: (req, socket, head) =>
      void acceptUpgrade({ context, enter: (request) => enter(askedBy(request)), req, socket, head }),
  };
}

/** A request as it came, over the wire or from inside of the cluster. */
type Asked = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly headersDistinct: NodeJS.Dict<string[]>;
  readonly certificate?: CertificateUser;
  readonly readBody: () => Promise<Buffer>;
};

const askedBy = (req: IncomingMessage): Asked => ({
  method: req.method,
  url: req.url,
  headers: req.headers,
  headersDistinct: req.headersDistinct,
  certificate: certificateUser(req.socket),
  readBody: () => readBody(req),
});

type Respond = (asked: Asked) => Promise<ApiResponse>;

async function answer(respond: Respond, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const response = await respond(askedBy(req));
  // What is left of a body that nobody read would be taken for the next request.
  if (!req.complete) res.setHeader('connection', 'close');
  const pretty = isPretty(req.url ?? '', req.headers['user-agent']);
  await sendResponse(res, response, { head: req.method === 'HEAD', pretty });
}

/** What a client asks, once it is known who it is and that it may. @throws ApiError 401, 403 */
export type Enter = (req: IncomingMessage) => Promise<IncomingCall>;

const entrance =
  (context: ApiContext, authenticate: Authenticate) =>
  async (asked: Asked): Promise<IncomingCall> => {
    const requester = await authenticate(asked.headers, asked.certificate);
    const call = callOf(asked, impersonate(context, requester, asked.headersDistinct));
    authorizeCall(context, call);
    return call;
  };

const responder =
  (context: ApiContext, enter: (asked: Asked) => Promise<IncomingCall>): Respond =>
  async (asked) => {
    let call: IncomingCall | undefined;
    const response = await answerOf(async () => {
      call = await enter(asked);
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
function callOf({ method = 'GET', url = '/', headers, readBody: read }: Asked, user: User): IncomingCall {
  const [path = '/', ...rest] = url.split('?');
  return { user, method, path, query: new URLSearchParams(rest.join('?')), headers, readBody: read };
}
