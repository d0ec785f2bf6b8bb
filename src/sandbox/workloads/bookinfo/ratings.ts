import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { json, reply } from '../http-reply.ts';
import type { Place, Server, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';

type Ratings = Readonly<Record<string, number>>;

/** Bookinfo's ratings, a Node program: stars by reviewer, which a POST may replace for as long as the pod lives. */
export const ratings: Workload = bookinfoImage({
  image: 'ratings-v1',
  start: serve,
  curl: '7.88.1',
  languages: ['node', 'npm', 'npx'],
});

function serve(place: Place): Server {
  const posted = new Map<number, Ratings>();
  place.print(`Server listening on: http://0.0.0.0:${bookinfoPort}`);
  return (port) =>
    port === bookinfoPort
      ? async (request) => {
          place.print(`${request.method} ${request.path}`);
          return answer(request, posted);
        }
      : undefined;
}

function answer({ method, path, body }: HttpRequest, posted: Map<number, Ratings>): HttpResponse {
  const [bare = ''] = path.split('?');
  if (bare === '/health') return json({ status: 'Ratings is healthy' });
  const id = /^\/ratings\/([^/]*)$/.exec(bare)?.[1];
  if (id === undefined) return reply('not found', { status: 404 });
  const product = Number.parseInt(id, 10);
  if (Number.isNaN(product)) return json({ error: 'please provide numeric product ID' }, { status: 400 });
  if (method === 'POST') {
    const sent = parseRatings(body.toString());
    if (!sent) return json({ error: 'please provide valid ratings JSON' }, { status: 400 });
    posted.set(product, sent);
  }
  return json({ id: product, ratings: posted.get(product) ?? { Reviewer1: 5, Reviewer2: 4 } });
}

function parseRatings(text: string): Ratings | undefined {
  try {
    return JSON.parse(text) as Ratings;
  } catch {
    return undefined;
  }
}
