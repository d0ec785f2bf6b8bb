import { createHmac } from 'node:crypto';
import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { json, reply } from '../http-reply.ts';
import type { Place, Server, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';
import { call } from './call.ts';
import { bookPage, startPage } from './pages.ts';
import { product } from './product.ts';
import { propagated } from './propagate.ts';

/** Bookinfo's productpage, a Python program behind gunicorn: the page people see, and JSON of the same. */
export const productpage: Workload = bookinfoImage({
  image: 'productpage-v1',
  start: serve,
  languages: ['python', 'python3', 'pip', 'gunicorn'],
});

const server = 'gunicorn';
const html = { type: 'text/html; charset=utf-8', server } as const;

/** How long it waits for a backend, and how often it tries reviews. */
const timeoutMs = 3000;
const attempts = { details: 1, reviews: 2, ratings: 1 } as const;

type Backend = keyof typeof attempts;

function serve(place: Place): Server {
  place.print(`[INFO] Starting gunicorn`);
  place.print(`[INFO] Listening at: http://[::]:${bookinfoPort}`);
  return (port) => (port === bookinfoPort ? (request) => answer(place, request) : undefined);
}

async function answer(place: Place, request: HttpRequest): Promise<HttpResponse> {
  const [path = ''] = request.path.split('?');
  switch (path) {
    case '/':
    case '/index.html':
      return reply(startPage(), html);
    case '/health':
      return reply('Product page is healthy', html);
    case '/productpage':
      return book(place, request);
    case '/login':
      return request.method === 'POST' ? login(request) : methodNotAllowed('POST, OPTIONS');
    case '/logout':
      return back(request, 'session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/');
    case '/metrics':
      return reply('', { type: 'text/plain; version=0.0.4; charset=utf-8', server });
    default:
      return path.startsWith('/api/v1/products') ? api(place, path, request) : notFound();
  }
}

async function book(place: Place, request: HttpRequest): Promise<HttpResponse> {
  const user = userOf(request.headers);
  const headers = propagated(request.headers, user);
  const [details, reviews] = [
    await backend(place, 'details', headers),
    await backend(place, 'reviews', headers),
  ];
  return reply(bookPage({ product, details, reviews, user }), html);
}

async function api(place: Place, path: string, request: HttpRequest): Promise<HttpResponse> {
  if (path === '/api/v1/products') return json([product], { server });
  const [, id, part] = /^\/api\/v1\/products\/([^/]+)(?:\/(reviews|ratings))?$/.exec(path) ?? [];
  if (id === undefined) return notFound();
  const headers = propagated(request.headers, userOf(request.headers));
  const { status, content } = await backend(place, (part ?? 'details') as Backend, headers, id);
  return json(content, { status, server });
}

type BackendAnswer = { readonly status: number; readonly content: unknown };

/** What a backend answered, or the error that stands for it. */
async function backend(place: Place, name: Backend, headers: Headers, id = '0'): Promise<BackendAnswer> {
  const { env } = place;
  const domain = env.SERVICES_DOMAIN ? `.${env.SERVICES_DOMAIN}` : '';
  const host = `${env[`${name.toUpperCase()}_HOSTNAME`] ?? name}${domain}`;
  const port = env[`${name.toUpperCase()}_SERVICE_PORT`] ?? bookinfoPort;
  let status = 500;
  for (let attempt = 0; attempt < attempts[name]; attempt += 1) {
    const response = await call(place, {
      host: `${host}:${port}`,
      path: `/${name}/${id}`,
      headers,
      timeoutMs,
    });
    if (response?.status === 200) return { status: 200, content: JSON.parse(response.body.toString()) };
    status = response?.status ?? 500;
  }
  const what = name === 'details' ? 'product details' : `product ${name}`;
  return { status, content: { error: `Sorry, ${what} are currently unavailable for this book.` } };
}

function login(request: HttpRequest): HttpResponse {
  const user = new URLSearchParams(request.body.toString()).get('username');
  if (user === null) return reply('<h1>Bad Request</h1>', { ...html, status: 400 });
  return back(request, `session=${sessionToken(user, new Date())}; HttpOnly; Path=/`);
}

/** Back to where the reader came from; without a Referer the real thing redirects to `None`. */
function back(request: HttpRequest, cookie: string): HttpResponse {
  const location = header(request.headers, 'referer') ?? 'None';
  const body = `<!doctype html>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n`;
  const headers: Headers = [
    ['Location', location],
    ['Vary', 'Cookie'],
    ['Set-Cookie', cookie],
  ];
  return reply(body, { ...html, status: 302, headers });
}

const errorPage = (title: string, text: string): string =>
  `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title.slice(4)}</h1>\n<p>${text}</p>\n`;

const notFound = (): HttpResponse =>
  reply(errorPage('404 Not Found', 'The requested URL was not found on the server.'), {
    ...html,
    status: 404,
  });

const methodNotAllowed = (allow: string): HttpResponse =>
  reply(errorPage('405 Method Not Allowed', 'The method is not allowed for the requested URL.'), {
    ...html,
    status: 405,
    headers: [['Allow', allow]],
  });

/** Key of the session's signature; there is nothing secret about a demo's login that takes any password. */
const key = 'bookinfo';

/**
 * The session cookie of productpage: what is remembered of a user, in base64url JSON, then a time and a signature, all
 * with dots between.
 */
function sessionToken(user: string, now: Date): string {
  const content = Buffer.from(JSON.stringify({ user })).toString('base64url');
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(now.getTime() / 1000) >>> 0);
  const signed = `${content}.${seconds.toString('base64url')}`;
  return `${signed}.${signature(signed)}`;
}

/** Who is signed in, by the request's cookie; a token with a wrong signature counts as none. */
function userOf(headers: Headers): string | undefined {
  const token = /(?:^|;\s*)session=([^;]*)/.exec(header(headers, 'cookie') ?? '')?.[1];
  const [content = '', seconds = '', proof = ''] = token?.split('.') ?? [];
  if (!token || signature(`${content}.${seconds}`) !== proof) return undefined;
  const { user } = JSON.parse(Buffer.from(content, 'base64url').toString()) as { user?: string };
  return user;
}

const signature = (text: string): string => createHmac('sha1', key).update(text).digest('base64url');
