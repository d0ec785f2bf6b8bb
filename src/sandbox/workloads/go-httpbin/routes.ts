import { deflateSync, gzipSync } from 'node:zlib';
import { type Headers, header } from '../../dataplane/message.ts';
import { type Answer, type Call, failed, json, redirect, respond, text, types } from './call.ts';
import { described, factsOf, headersOf } from './facts.ts';
import { status, unstable } from './statuses.ts';

type Route = { readonly pattern: RegExp; readonly methods?: readonly string[]; readonly answer: Answer };

/** A path in which `*` stands for a part and `**` for the rest. */
function route(path: string, answer: Answer, methods?: readonly string[]): Route {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll('**', '(.*)')
    .replace(/(?<![(.])\*/g, '([^/]+)');
  return { pattern: new RegExp(`^${source}$`), answer, ...(methods ? { methods } : {}) };
}

const got = (call: Call, headers: Headers = []) => json(call, factsOf(call), { headers });

const reading = ['GET', 'HEAD'];

const anything: Answer = (call) => (call.request.method === 'HEAD' ? got(call) : described(call));

const delay: Answer = async (call, duration = '') => {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?|\.\d+)(ms|s|m)?$/.exec(duration) ?? [];
  if (amount === undefined)
    return failed(call, 400, `invalid duration: strconv.ParseFloat: parsing "${duration}": invalid syntax`);
  const ms = Number(amount) * (units[unit] ?? 1);
  if (ms > 10_000) return failed(call, 400, `invalid duration: duration ${ms / 1000}s longer than 10s`);
  await new Promise((resolve) => setTimeout(resolve, ms));
  return described(call, [['Server-Timing', `initial_delay;dur=${ms.toFixed(2)};desc="initial delay"`]]);
};

const redirects =
  (kind: 'relative' | 'absolute' | 'either'): Answer =>
  (call, times = '') => {
    const left = Number(times);
    if (!/^[+-]?\d+$/.test(times))
      return failed(call, 400, `invalid redirect count: strconv.Atoi: parsing "${times}": invalid syntax`);
    if (left < 1) return failed(call, 400, 'redirect count must be > 0');
    const asked = call.query.get('absolute')?.toLowerCase() === 'true' ? 'absolute' : 'relative';
    const form = kind === 'either' ? asked : kind;
    const path = left === 1 ? '/get' : `/${form}-redirect/${left - 1}`;
    const base = new URL(factsOf(call).url).origin;
    return redirect(call, form === 'absolute' ? base + path : path);
  };

const redirectTo: Answer = (call) => {
  const url = call.query.get('url');
  const code = call.query.get('status_code') ?? '302';
  if (!url) return failed(call, 400, 'missing required query parameter: url');
  if (!/^3\d\d$/.test(code)) return failed(call, 400, `invalid status code: ${code} not in range [300, 399]`);
  return redirect(call, url, [], Number(code));
};

const cookies: Answer = (call) => {
  const pairs = (header(call.request.headers, 'cookie') ?? '').split(/;\s*/).filter(Boolean);
  return json(call, Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)).sort()));
};

const setCookies: Answer = (call) =>
  redirect(
    call,
    '/cookies',
    [...new Set(call.query.keys())].map((name) => [
      'Set-Cookie',
      `${name}=${call.query.get(name)}; HttpOnly`,
    ]),
  );

const deleteCookies: Answer = (call) => {
  const expires = new Date(Date.now() - 365 * 24 * 3_600_000).toUTCString();
  return redirect(
    call,
    '/cookies',
    [...new Set(call.query.keys())].map((name) => [
      'Set-Cookie',
      `${name}=${call.query.get(name)}; Expires=${expires}; Max-Age=0; HttpOnly`,
    ]),
  );
};

function given({ request }: Call): readonly [user: string, password: string] {
  const proof = /^Basic (.*)$/i.exec(header(request.headers, 'authorization') ?? '')?.[1] ?? '';
  const [user = '', password = ''] = Buffer.from(proof, 'base64').toString().split(/:(.*)/s);
  return [user, password];
}

const basicAuth: Answer = (call, user = '', password = '') => {
  const [name, secret] = given(call);
  const authorized = name === user && secret === password;
  const body = { authorized, user: name };
  return authorized
    ? json(call, body)
    : json(call, body, { status: 401, headers: [['Www-Authenticate', 'Basic realm="Fake Realm"']] });
};

const hiddenBasicAuth: Answer = (call, user = '', password = '') => {
  const [name, secret] = given(call);
  return name === user && secret === password ? json(call, { authorized: true, user }) : failed(call, 404);
};

const bearer: Answer = (call) => {
  const [scheme, token, ...more] = (header(call.request.headers, 'authorization') ?? '').split(/\s+/);
  return scheme === 'Bearer' && token && !more.length
    ? json(call, { authenticated: true, token })
    : failed(call, 401, undefined, [['Www-Authenticate', 'Bearer']]);
};

const responseHeaders: Answer = (call) => {
  const { args } = factsOf(call);
  const wanted = Object.entries(args).flatMap(([name, all]) => all.map((value) => [name, value] as const));
  const type = header(wanted, 'content-type') === undefined ? [['Content-Type', types.json] as const] : [];
  return respond(call, `${JSON.stringify(args, null, 2)}\n`, { headers: [...wanted, ...type] });
};

const packed =
  (name: string, said: string, pack: (plain: string) => Buffer): Answer =>
  (call) => {
    const { args, headers, method, origin } = factsOf(call);
    const plain = `${JSON.stringify({ args, headers, method, origin, url: '', [said]: true }, null, 2)}\n`;
    return respond(call, pack(plain), {
      headers: [
        ['Content-Encoding', name],
        ['Content-Type', types.json],
      ],
    });
  };

/** The paths that are simulated; those without methods take any. */
export const routes: readonly Route[] = [
  route('/get', (call) => got(call), reading),
  route('/head', (call) => got(call), ['HEAD']),
  ...['post', 'put', 'patch', 'delete'].map((name) =>
    route(`/${name}`, (call) => described(call), [name.toUpperCase()]),
  ),
  route('/anything', anything),
  route('/anything/**', anything),
  route('/headers', (call) => json(call, { headers: headersOf(call.request.headers) })),
  route('/ip', (call) => json(call, { origin: factsOf(call).origin })),
  route('/user-agent', (call) =>
    json(call, { 'user-agent': header(call.request.headers, 'user-agent') ?? '' }),
  ),
  route('/uuid', (call) => json(call, { uuid: crypto.randomUUID() })),
  route('/hostname', (call) =>
    json(call, {
      hostname: /^(1|true)$/.test(call.env.USE_REAL_HOSTNAME ?? '') ? call.env.HOSTNAME : 'go-httpbin',
    }),
  ),
  route('/status/*', status),
  route('/unstable', unstable),
  route('/delay/*', delay),
  route('/redirect/*', redirects('either')),
  route('/relative-redirect/*', redirects('relative')),
  route('/absolute-redirect/*', redirects('absolute')),
  route('/redirect-to', redirectTo),
  route('/cookies', cookies),
  route('/cookies/set', setCookies),
  route('/cookies/delete', deleteCookies),
  route('/basic-auth/*/*', basicAuth),
  route('/hidden-basic-auth/*/*', hiddenBasicAuth),
  route('/bearer', bearer),
  route('/response-headers', responseHeaders),
  route('/gzip', packed('gzip', 'gzipped', gzipSync)),
  route('/deflate', packed('deflate', 'deflated', deflateSync)),
  route('/robots.txt', (call) => text(call, 'User-agent: *\nDisallow: /deny\n')),
  route('/brotli', (call) => failed(call, 501)),
];
