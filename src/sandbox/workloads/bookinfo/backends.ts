import type { Headers } from '../../dataplane/message.ts';
import type { Place } from '../workload.ts';
import { bookinfoPort } from './bookinfo-image.ts';
import { call } from './call.ts';
import type { RequestCounts } from './metrics.ts';

/** How long productpage waits for a backend, and how often it tries each. */
const timeoutMs = 3000;
const attempts = { details: 1, reviews: 2, ratings: 1 } as const;

export type Backend = keyof typeof attempts;

/** Its JSON when the status is 200, else `{ error }`. */
export type BackendAnswer = { readonly status: number; readonly content: unknown };

type Ask = { readonly name: Backend; readonly headers: Headers; readonly id?: string };

/** What a backend answered, or the error that stands for it. @throws SyntaxError for a 200 that isn't JSON */
export async function askBackend(
  place: Place,
  counts: RequestCounts,
  { name, headers, id = '0' }: Ask,
): Promise<BackendAnswer> {
  const host = new URL(backendUrl(place.env, name)).host;
  let status = 500;
  for (let attempt = 0; attempt < attempts[name]; attempt += 1) {
    const response = await call(place, {
      host,
      path: `/${name}/${id}`,
      headers: asRequests(headers),
      timeoutMs,
    });
    status = response?.status ?? 500;
    if (response?.status === 200) {
      counts.add(name, 200);
      return { status, content: JSON.parse(response.body.toString()) };
    }
  }
  counts.add(name, status);
  const what = name === 'details' ? 'product details' : `product ${name}`;
  return { status, content: { error: `Sorry, ${what} are currently unavailable for this book.` } };
}

/** Where a backend is, by productpage's environment. */
export function backendUrl(env: Place['env'], name: Backend): string {
  const domain = env.SERVICES_DOMAIN === undefined ? '' : `.${env.SERVICES_DOMAIN}`;
  const host = env[`${name.toUpperCase()}_HOSTNAME`] ?? name;
  return `http://${host}${domain}:${env[`${name.toUpperCase()}_SERVICE_PORT`] ?? bookinfoPort}`;
}

/** As the library `requests` orders them, with those of its own. */
function asRequests(headers: Headers): Headers {
  const agent = headers.find(([name]) => name === 'user-agent') ?? ['User-Agent', 'python-requests/2.32.2'];
  return [
    agent,
    ['Accept-Encoding', 'gzip, deflate'],
    ['Accept', '*/*'],
    ['Connection', 'keep-alive'],
    ...headers.filter(([name]) => name !== 'user-agent'),
  ];
}
