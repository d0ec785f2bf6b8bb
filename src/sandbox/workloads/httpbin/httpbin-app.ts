import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { reply } from '../http-reply.ts';
import { bodyParts, parameters, pythonJson } from './describe-request.ts';

type HttpbinOptions = {
  /** Where requests seem to come from. */
  readonly origin: string;
  readonly scheme: 'http' | 'https';
};

const methods: Readonly<Record<string, string>> = {
  '/get': 'GET',
  '/post': 'POST',
  '/put': 'PUT',
  '/patch': 'PATCH',
  '/delete': 'DELETE',
};

/** Paths that httpbin has and the sandbox doesn't; they say so instead of answering 404. */
const unsimulated =
  /^\/(absolute-redirect|base64|brotli|bytes|cache|deflate|deny|digest-auth|drip|encoding|etag|gzip|hidden-basic-auth|html|image|json|links|range|redirect-to|relative-redirect|stream|stream-bytes|xml)(\/|$)/;

/** The longest `/delay`, in seconds. */
const longestDelayS = 10;

/** httpbin, the service that tells what was asked of it. @see https://httpbin.org */
export async function httpbinApp(request: HttpRequest, options: HttpbinOptions): Promise<HttpResponse> {
  const [path = '/'] = request.path.split('?');
  const [, first = '', second = '', third = ''] = path.split('/');
  const wanted = methods[path];
  if (wanted)
    return request.method === wanted || isHeadOf(request, wanted)
      ? about(request, options)
      : notAllowed(wanted);
  switch (first) {
    case '':
      return reply('<!DOCTYPE html>\n<title>httpbin.org</title>\n', {
        ...common,
        type: 'text/html; charset=utf-8',
      });
    case 'anything':
      return json({ ...everything(request, options), method: request.method });
    case 'headers':
      return json({ headers: titled(request.headers) });
    case 'ip':
      return json({ origin: options.origin });
    case 'user-agent':
      return json({ 'user-agent': header(request.headers, 'user-agent') ?? null });
    case 'uuid':
      return json({ uuid: crypto.randomUUID() });
    case 'status':
      return status(second);
    case 'delay':
      await passing(Math.min(Number(second) || 0, longestDelayS));
      return json(everything(request, options));
    case 'redirect':
      return redirect(Number(second));
    case 'cookies':
      return cookies(request, second);
    case 'basic-auth':
      return basicAuth(request, second, third);
    case 'bearer':
      return bearer(request);
    case 'response-headers':
      return responseHeaders(request);
    default:
      return unsimulated.test(path)
        ? reply(`sandbox: httpbin's ${path} is not simulated\n`, { ...common, status: 501 })
        : notFound();
  }
}

const common = {
  server: 'gunicorn/19.9.0',
  headers: [
    ['Connection', 'keep-alive'],
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Credentials', 'true'],
  ],
} as const;

const json = (value: object, code = 200, headers: Headers = []): HttpResponse =>
  reply(pythonJson(value), {
    ...common,
    status: code,
    type: 'application/json',
    headers: [...common.headers, ...headers],
  });

const html = (code: number, title: string, text: string): HttpResponse =>
  reply(
    `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>${code} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
    {
      ...common,
      status: code,
      type: 'text/html',
    },
  );

const isHeadOf = ({ method }: HttpRequest, wanted: string): boolean => method === 'HEAD' && wanted === 'GET';

const notFound = (): HttpResponse => html(404, 'Not Found', 'The requested URL was not found on the server.');

const notAllowed = (allowed: string): HttpResponse => {
  const page = html(405, 'Method Not Allowed', 'The method is not allowed for the requested URL.');
  return { ...page, headers: [...page.headers, ['Allow', `${allowed}, OPTIONS`]] };
};

/** `/get` leaves out the body that others describe. */
function about(request: HttpRequest, options: HttpbinOptions): HttpResponse {
  const all = everything(request, options);
  if (!isHeadOf(request, 'GET') && request.method !== 'GET') return json(all);
  const { args, headers, origin, url } = all;
  return json({ args, headers, origin, url });
}

function everything(request: HttpRequest, { origin, scheme }: HttpbinOptions) {
  const host = header(request.headers, 'host') ?? '';
  const args = parameters(request.path.split('?')[1] ?? '');
  const headers = titled(request.headers);
  return { args, ...bodyParts(request), headers, origin, url: `${scheme}://${host}${request.path}` };
}

/** Header names as Python's WSGI gives them back; what proxies added for the way is hidden. */
function titled(headers: Headers): Readonly<Record<string, string>> {
  const shown = headers.filter(([name]) => !/^(x-forwarded-.*|x-real-ip|via|connection)$/i.test(name));
  const named = shown.map(
    ([name, value]) =>
      [name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()), value] as const,
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function status(wanted: string): HttpResponse {
  const code = Number(wanted.split(',')[0]);
  if (!Number.isInteger(code) || code < 200 || code > 599)
    return html(400, 'Bad Request', 'Invalid status code');
  const isRedirect = [301, 302, 303, 307, 308].includes(code);
  return reply('', {
    ...common,
    status: code,
    type: 'text/html; charset=utf-8',
    headers: [...common.headers, ...(isRedirect ? [['Location', '/redirect/1'] as const] : [])],
  });
}

function redirect(times: number): HttpResponse {
  if (!(times >= 1)) return notFound();
  const location = times === 1 ? '/get' : `/redirect/${times - 1}`;
  const page = html(302, 'Redirecting...', `<a href="${location}">${location}</a>`);
  return { ...page, headers: [...page.headers, ['Location', location]] };
}

function cookies(request: HttpRequest, action: string): HttpResponse {
  if (action === 'set') {
    const set = Object.entries(parameters(request.path.split('?')[1] ?? ''));
    const page = html(302, 'Redirecting...', '<a href="/cookies">/cookies</a>');
    const headers = set.map(([name, value]) => ['Set-Cookie', `${name}=${value}; Path=/`] as const);
    return { ...page, headers: [...page.headers, ['Location', '/cookies'], ...headers] };
  }
  const pairs = (header(request.headers, 'cookie') ?? '').split(/;\s*/).filter(Boolean);
  return json({ cookies: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2))) });
}

function basicAuth({ headers }: HttpRequest, user: string, password: string): HttpResponse {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  if (header(headers, 'authorization') === expected) return json({ authenticated: true, user });
  return unauthorized('Basic realm="Fake Realm"');
}

function bearer({ headers }: HttpRequest): HttpResponse {
  const token = /^Bearer (.+)$/.exec(header(headers, 'authorization') ?? '')?.[1];
  return token ? json({ authenticated: true, token }) : unauthorized('Bearer');
}

const unauthorized = (challenge: string): HttpResponse =>
  reply('', {
    ...common,
    status: 401,
    type: '',
    headers: [...common.headers, ['WWW-Authenticate', challenge]],
  });

function responseHeaders(request: HttpRequest): HttpResponse {
  const wanted = parameters(request.path.split('?')[1] ?? '');
  const headers = Object.entries(wanted).map(([name, value]) => [name, String(value)] as const);
  return json(wanted, 200, headers);
}

const passing = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
