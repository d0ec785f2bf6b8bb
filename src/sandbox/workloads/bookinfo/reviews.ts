import type { Headers, HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import type { Place, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';
import { call } from './call.ts';
import { libertyReply, printLibertyStart } from './liberty.ts';
import { handedOnByReviews } from './propagate.ts';

/**
 * Bookinfo's reviews, a Java program on Open Liberty; its three versions differ in what was baked into the image.
 * @see https://github.com/istio/istio/blob/1.24.6/samples/bookinfo/src/reviews/reviews-application/src/main/java/application/rest/LibertyRestEndpoint.java
 */
export const reviews: readonly Workload[] = [
  reviewsImage('reviews-v1', { ENABLE_RATINGS: 'false', STAR_COLOR: 'black', SERVICE_VERSION: 'v1' }),
  reviewsImage('reviews-v2', { ENABLE_RATINGS: 'true', STAR_COLOR: 'black', SERVICE_VERSION: 'v2' }),
  reviewsImage('reviews-v3', { ENABLE_RATINGS: 'true', STAR_COLOR: 'red', SERVICE_VERSION: 'v3' }),
];

type Stars = readonly (number | undefined)[] | 'unavailable' | undefined;

function reviewsImage(image: string, env: Readonly<Record<string, string>>): Workload {
  return bookinfoImage({
    image,
    env,
    curl: '7.81.0',
    languages: ['java', 'server'],
    start: (place) => {
      printLibertyStart(place);
      return (port) => (port === bookinfoPort ? (request) => answer(place, request) : undefined);
    },
  });
}

async function answer(place: Place, { method, path, headers }: HttpRequest): Promise<HttpResponse> {
  const [bare = ''] = path.split('?');
  const id = bare === '/health' ? '' : productOf(bare);
  if (id === undefined) return libertyReply(404);
  if (method === 'OPTIONS') return libertyReply(200, { headers: allowed });
  if (method !== 'GET' && method !== 'HEAD') return libertyReply(405, { headers: allowed });
  if (bare === '/health') return libertyReply(200, { json: '{"status": "Reviews is healthy"}' });
  return libertyReply(200, { json: body(place, id, await starsOf(place, id, headers)) });
}

const allowed: Headers = [['Allow', 'GET,OPTIONS,HEAD']];

/** An `int` of Java's, as it prints it. */
function productOf(path: string): string | undefined {
  const text = /^\/reviews\/([+-]?\d+)$/.exec(path)?.[1];
  const id = Number(text);
  return text !== undefined && id >= -(2 ** 31) && id < 2 ** 31 ? String(id) : undefined;
}

/** Its JSON is put together by hand, which is why the blanks are where they are. */
function body({ env }: Place, id: string, stars: Stars): string {
  const review = (index: number, text: string): string =>
    `{  "reviewer": "Reviewer${index + 1}",  "text": "${text}"${ratingText(env, stars, index)}}`;
  const entries = [
    review(0, 'An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!'),
    review(
      1,
      'Absolutely fun and entertaining. The play lacks thematic depth when compared to other plays by Shakespeare.',
    ),
  ];
  return (
    `{"id": "${id}","podname": "${env.HOSTNAME}","clustername": "${env.CLUSTER_NAME ?? 'null'}",` +
    `"reviews": [${entries.join(',')}]}`
  );
}

function ratingText(env: Place['env'], stars: Stars, index: number): string {
  if (stars === undefined) return '';
  const rating = stars === 'unavailable' ? undefined : stars[index];
  if (rating === undefined || rating === -1)
    return ', "rating": {"error": "Ratings service is currently unavailable"}';
  return `, "rating": {"stars": ${rating}, "color": "${env.STAR_COLOR ?? 'black'}"}`;
}

/** Those with black stars give up on ratings after 10 s, others after 2.5 s. */
async function starsOf(place: Place, id: string, headers: Headers): Promise<Stars> {
  const { env } = place;
  if (env.ENABLE_RATINGS !== 'true') return undefined;
  const domain = env.SERVICES_DOMAIN === undefined ? '' : `.${env.SERVICES_DOMAIN}`;
  const host = `${env.RATINGS_HOSTNAME ?? 'ratings'}${domain}:${env.RATINGS_SERVICE_PORT ?? bookinfoPort}`;
  const response = await call(place, {
    host,
    path: `/ratings/${id}`,
    headers: [['Accept', 'application/json'], ...handedOnByReviews(headers)],
    timeoutMs: (env.STAR_COLOR ?? 'black') === 'black' ? 10_000 : 2_500,
  });
  if (response?.status !== 200) {
    const why = response
      ? `Error: unable to contact http://${host}/ratings got status of ${response.status}`
      : `[err     ] Error: unable to contact http://${host}/ratings got exception javax.ws.rs.ProcessingException`;
    place.print(why);
    return 'unavailable';
  }
  const { ratings } = JSON.parse(response.body.toString()) as { ratings?: Readonly<Record<string, number>> };
  return [ratings?.Reviewer1, ratings?.Reviewer2];
}
