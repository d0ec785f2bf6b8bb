import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { pause } from '../process/pause.ts';
import type { Handler, Place, Server, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';

/**
 * Bookinfo's ratings, a Node program: stars by reviewer, which a POST may replace for as long as the pod lives. Its
 * versions fail, are slow or are unavailable by turns, which their environment decides.
 * @see https://github.com/istio/istio/blob/1.24.6/samples/bookinfo/src/ratings/ratings.js
 */
export const ratings: readonly Workload[] = [
  'v1',
  'v-faulty',
  'v-delayed',
  'v-unavailable',
  'v-unhealthy',
].map((version) =>
  bookinfoImage({
    image: `ratings-${version}`,
    start: serve,
    curl: '7.88.1',
    env: { SERVICE_VERSION: version },
    languages: ['node', 'npm', 'npx'],
  }),
);

/** How long the versions that are away by turns stay so, in milliseconds. */
const turns: Readonly<Record<string, number>> = { 'v-unavailable': 60_000, 'v-unhealthy': 900_000 };

type Ratings = {
  readonly place: Place;
  readonly posted: Map<number, unknown>;
  readonly isAway: () => boolean;
};

function serve(place: Place): Server {
  const started = performance.now();
  const turn = turns[place.env.SERVICE_VERSION ?? ''];
  const isAway = (): boolean =>
    turn !== undefined && Math.floor((performance.now() - started) / turn) % 2 === 1;
  const ratings: Ratings = { place, posted: new Map(), isAway };
  place.print(`Server listening on: http://0.0.0.0:${bookinfoPort}`);
  const handler: Handler = async (request) => {
    place.print(`${request.method} ${request.path}`);
    return answer(ratings, request);
  };
  return (port) => (port === bookinfoPort ? handler : undefined);
}

function answer(ratings: Ratings, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  const { method, path } = request;
  if (method !== 'GET' && method !== 'POST') return neverAnswered(ratings.place);
  const [bare = ''] = path.split('?');
  if (bare.startsWith('/ratings/')) return method === 'GET' ? read(ratings, path) : post(ratings, request);
  if (bare !== '/health' || method !== 'GET') return respond(404);
  const isHealthy = !(ratings.place.env.SERVICE_VERSION === 'v-unhealthy' && ratings.isAway());
  return isHealthy
    ? respond(200, { status: 'Ratings is healthy' })
    : respond(500, { status: 'Ratings is not healthy' });
}

/** Its dispatcher knows GET and POST; at others it throws, and whoever asked waits. */
function neverAnswered({ print }: Place): Promise<never> {
  const folder = '/opt/microservices';
  print("TypeError: Cannot read properties of undefined (reading 'length')");
  print(`    at HttpDispatcher.getListener (${folder}/node_modules/httpdispatcher/httpdispatcher.js:94:52)`);
  print(`    at HttpDispatcher.doDispatch (${folder}/node_modules/httpdispatcher/httpdispatcher.js:53:23)`);
  print(`    at HttpDispatcher.dispatch (${folder}/node_modules/httpdispatcher/httpdispatcher.js:74:14)`);
  print(`    at Server.handleRequest (${folder}/ratings.js:255:16)`);
  return new Promise(() => {});
}

/** The id is what stands after the last slash, of the query too. */
const idOf = (path: string): number => Number.parseInt(path.split('/').at(-1) ?? '', 10);

function read(ratings: Ratings, path: string): HttpResponse | Promise<HttpResponse> {
  const id = idOf(path);
  if (Number.isNaN(id)) return respond(400, { error: 'please provide numeric product ID' });
  const found = respond(200, stars(ratings, id));
  const away = respond(503, { error: 'Service unavailable' });
  switch (ratings.place.env.SERVICE_VERSION) {
    case 'v2':
      return respond(501, { error: "sandbox: the database of Bookinfo's ratings v2 is not simulated" });
    case 'v-faulty':
      return Math.random() <= 0.5 ? away : found;
    case 'v-delayed':
      return Math.random() <= 0.5 ? pause(7000, new AbortController().signal).then(() => found) : found;
    default:
      return ratings.isAway() ? away : found;
  }
}

function post(ratings: Ratings, { path, body }: HttpRequest): HttpResponse {
  const id = idOf(path);
  if (Number.isNaN(id)) return respond(400, { error: 'please provide numeric product ID' });
  let sent: unknown;
  try {
    sent = JSON.parse(body.toString());
  } catch {
    return respond(400, { error: 'please provide valid ratings JSON' });
  }
  if (ratings.place.env.SERVICE_VERSION === 'v2')
    return respond(501, { error: 'Post not implemented for database backed ratings' });
  ratings.posted.set(id, sent);
  return respond(200, stars(ratings, id));
}

const stars = ({ posted }: Ratings, id: number): object => ({
  id,
  ratings: posted.has(id) ? posted.get(id) : { Reviewer1: 5, Reviewer2: 4 },
});

/** As Node's server sends what was given no length; an error has no body. */
const respond = (status: number, content?: object): HttpResponse => ({
  status,
  headers: [
    ...(content ? [['Content-type', 'application/json'] as const] : []),
    ['Date', new Date().toUTCString()],
    ['Connection', 'keep-alive'],
    ['Keep-Alive', 'timeout=5'],
    ['Transfer-Encoding', 'chunked'],
  ],
  body: Buffer.from(content ? JSON.stringify(content) : ''),
});
