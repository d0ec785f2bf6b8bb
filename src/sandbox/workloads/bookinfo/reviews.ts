import type { Headers, HttpResponse } from '../../dataplane/message.ts';
import { reply } from '../http-reply.ts';
import type { Handler, Place, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';
import { call } from './call.ts';
import { propagated } from './propagate.ts';

/** Bookinfo's reviews, a Java program; its three versions differ in what was baked into the image. */
export const reviews: readonly Workload[] = [
  reviewsImage('reviews-v1', { ENABLE_RATINGS: 'false', SERVICE_VERSION: 'v1' }),
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
      const handler = reviewsHandler(place);
      return (port) => (port === bookinfoPort ? handler : undefined);
    },
  });
}

function reviewsHandler(place: Place): Handler {
  return async ({ path, headers }) => {
    const [bare = ''] = path.split('?');
    if (bare === '/health') return page('{"status": "Reviews is healthy"}');
    const id = /^\/reviews\/([^/]+)$/.exec(bare)?.[1];
    if (!id || !/^\d+$/.test(id)) return reply('', { status: 404, type: '' });
    return page(body(place, id, await starsOf(place, id, headers)));
  };
}

/** Its JSON is put together by hand, which is why the blanks are where they are. */
const page = (text: string): HttpResponse =>
  reply(text, { type: 'application/json', headers: [['Content-Language', 'en-US']] });

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

/** Version 3 gives up on ratings after 2.5 s, the others after 10 s. */
async function starsOf(place: Place, id: string, headers: Headers): Promise<Stars> {
  const { env } = place;
  if (env.ENABLE_RATINGS !== 'true') return undefined;
  const domain = env.SERVICES_DOMAIN ? `.${env.SERVICES_DOMAIN}` : '';
  const response = await call(place, {
    host: `${env.RATINGS_HOSTNAME ?? 'ratings'}${domain}:${env.RATINGS_SERVICE_PORT ?? bookinfoPort}`,
    path: `/ratings/${id}`,
    headers: propagated(headers, 'from request'),
    timeoutMs: env.STAR_COLOR === 'black' ? 10_000 : 2_500,
  });
  if (response?.status !== 200) return 'unavailable';
  const { ratings } = JSON.parse(response.body.toString()) as { ratings?: Readonly<Record<string, number>> };
  return [ratings?.Reviewer1, ratings?.Reviewer2];
}
