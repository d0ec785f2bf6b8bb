import { createHash } from 'node:crypto';
import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { gunicornReply, printGunicornStart } from '../python/gunicorn.ts';
import { pythonJson } from '../python/python-json.ts';
import { errorPage, redirectPage } from '../python/werkzeug.ts';
import type { Place, Server, Workload } from '../workload.ts';
import { askBackend, type Backend } from './backends.ts';
import { bookPage } from './book-page.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';
import { RequestCounts } from './metrics.ts';
import { product } from './product.ts';
import { handedOnByProductpage } from './propagate.ts';
import { sessionOf, sessionToken } from './session.ts';
import { startPage } from './start-page.ts';
import { staticFiles } from './static-files.ts';

/**
 * Bookinfo's productpage, a Flask program behind gunicorn: the page people see, and JSON of the same.
 * @see https://github.com/istio/istio/blob/1.24.6/samples/bookinfo/src/productpage/productpage.py
 */
export const productpage: readonly Workload[] = [
  productpageImage('productpage-v1', {}),
  productpageImage('productpage-v-flooding', { FLOOD_FACTOR: '100' }),
];

function productpageImage(image: string, env: Readonly<Record<string, string>>): Workload {
  return bookinfoImage({ image, start: serve, env, languages: ['python', 'python3', 'pip', 'gunicorn'] });
}

type Visit = { readonly place: Place; readonly counts: RequestCounts; readonly request: HttpRequest };

type Route = {
  readonly path: RegExp;
  readonly methods: readonly string[];
  readonly answer: (visit: Visit, ...parts: readonly string[]) => HttpResponse | Promise<HttpResponse>;
};

const reading = ['HEAD', 'GET', 'OPTIONS'];

const routes: readonly Route[] = [
  {
    path: /^\/(?:index\.html)?$/,
    methods: reading,
    answer: ({ place, request }) => page(request, startPage(place.env)),
  },
  { path: /^\/health$/, methods: reading, answer: ({ request }) => page(request, 'Product page is healthy') },
  { path: /^\/login$/, methods: ['POST', 'OPTIONS'], answer: login },
  { path: /^\/logout$/, methods: reading, answer: logout },
  { path: /^\/productpage$/, methods: reading, answer: book },
  { path: /^\/api\/v1\/products$/, methods: reading, answer: ({ request }) => json(request, [product]) },
  { path: /^\/api\/v1\/products\/([^/]+)(?:\/(reviews|ratings))?$/, methods: reading, answer: api },
  { path: /^\/metrics$/, methods: reading, answer: ({ request, counts }) => page(request, counts.text()) },
  { path: /^\/static\/(.+)$/, methods: reading, answer: staticFile },
];

const server = 'gunicorn';
const html = { type: 'text/html; charset=utf-8', server } as const;
const varies: Headers = [['Vary', 'Cookie']];

function serve(place: Place): Server {
  const workers = Array.from({ length: 8 }, (_, index) => index + 6);
  printGunicornStart(place, { version: '22.0.0', listening: `[::]:${bookinfoPort}`, workers });
  const counts = new RequestCounts(place.world.clock.now);
  return (port) => (port === bookinfoPort ? (request) => answer({ place, counts, request }) : undefined);
}

async function answer(visit: Visit): Promise<HttpResponse> {
  const { request } = visit;
  const path = pathOf(request);
  for (const { path: pattern, methods, answer: give } of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    const early: Headers = [['Allow', methods.join(', ')]];
    if (request.method === 'OPTIONS') return gunicornReply(request, '', { ...html, early });
    if (!methods.includes(request.method))
      return gunicornReply(request, errorPage(405, 'html5'), { ...html, status: 405, early });
    try {
      return await give(visit, ...match.slice(1));
    } catch {
      return page(request, errorPage(500, 'html5'), 500);
    }
  }
  return page(request, errorPage(404, 'html5'), 404);
}

function pathOf({ path }: HttpRequest): string {
  const [bare = ''] = path.split('?');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

const page = (request: HttpRequest, body: string, status = 200): HttpResponse =>
  gunicornReply(request, body, { ...html, status });

const json = (request: HttpRequest, value: unknown, status = 200): HttpResponse =>
  gunicornReply(request, pythonJson(value), { server, status, type: 'application/json' });

async function book({ place, counts, request }: Visit): Promise<HttpResponse> {
  const { user } = sessionOf(request.headers);
  const headers = handedOnByProductpage(request.headers, user);
  const details = await askBackend(place, counts, { name: 'details', headers });
  for (let left = Number(place.env.FLOOD_FACTOR ?? 0); left > 0; left -= 1)
    await askBackend(place, counts, { name: 'reviews', headers });
  const reviews = await askBackend(place, counts, { name: 'reviews', headers });
  const body = bookPage({ product, details, reviews, user: user ?? '' });
  return gunicornReply(request, body, { ...html, late: varies });
}

async function api({ place, counts, request }: Visit, id = '', part = 'details'): Promise<HttpResponse> {
  const headers = handedOnByProductpage(request.headers, sessionOf(request.headers).user);
  const asked = { name: part as Backend, headers, id: encodeURIComponent(id) };
  const { status, content } = await askBackend(place, counts, asked);
  return json(request, content, status);
}

function login({ place, request }: Visit): HttpResponse {
  const user = new URLSearchParams(`${request.body}&${request.path.split('?')[1] ?? ''}`).get('username');
  const token = sessionToken({ user }, place.world.clock.now());
  return back(request, [...varies, ['Set-Cookie', `session=${token}; HttpOnly; Path=/`]]);
}

const ended = 'session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/';

function logout({ request }: Visit): HttpResponse {
  const isSignedIn = sessionOf(request.headers).user !== undefined;
  return back(request, isSignedIn ? [...varies, ['Set-Cookie', ended]] : []);
}

/** Back to where the reader came from; without a Referer the real thing redirects to `None`. */
function back(request: HttpRequest, headers: Headers): HttpResponse {
  const location = header(request.headers, 'referer') ?? 'None';
  const late: Headers = [['Location', location], ...headers];
  return gunicornReply(request, redirectPage(location, 'html5'), { ...html, status: 302, late });
}

function staticFile({ request }: Visit, name = ''): HttpResponse {
  const file = staticFiles.get(name);
  if (!file) return page(request, errorPage(404, 'html5'), 404);
  const digest = createHash('sha256').update(file.content).digest().readUInt32BE();
  return gunicornReply(request, file.content, {
    server,
    early: [
      ['Content-Disposition', `inline; filename=${name.split('/').at(-1)}`],
      ['Content-Type', file.type],
    ],
    late: [
      ['Last-Modified', 'Thu, 22 Aug 2024 21:36:25 GMT'],
      ['Cache-Control', 'no-cache'],
      ['ETag', `"1724362585.0-${file.content.length}-${digest}"`],
    ],
  });
}
