import type { HttpRequest } from '../../../dataplane/message.ts';
import type { CookieJar } from './cookie-jar.ts';
import { atLeast } from './failure.ts';
import type { Settings } from './settings.ts';
import { authority, type Target } from './target.ts';

/** What goes with a request, and what it says it is. */
export type RequestBody = {
  readonly content: Buffer;
  /** Of a form with files; `-d` and `--json` have theirs. */
  readonly type?: string;
  /** A file that is sent as it is, which has no type. */
  readonly isUpload?: boolean;
};

type RequestParts = {
  readonly settings: Settings;
  readonly target: Target;
  readonly method: string;
  readonly body: RequestBody | undefined;
  readonly jar: CookieJar;
  readonly version: string;
  /** Not after a redirect to another host. */
  readonly withCredentials: boolean;
};

/** The request with curl's own headers in curl's order, those of `-H` replacing them or coming last. */
export function buildRequest(parts: RequestParts): HttpRequest {
  const { settings, target, method, body } = parts;
  const given = settings.headers.map(parseHeader);
  const names = new Set(given.map(({ name }) => name.toLowerCase()));
  const standard = standardHeaders(parts).filter(([name]) => !names.has(name.toLowerCase()));
  const host = given.find(({ name }) => name.toLowerCase() === 'host');
  const others = given.filter(({ name, value }) => name.toLowerCase() !== 'host' && value !== undefined);
  const own = (name: string, value: string | undefined) =>
    value === undefined || names.has(name.toLowerCase()) ? [] : [[name, value] as const];
  return {
    method,
    path: pathFor(parts),
    headers: [
      ['Host', host?.value ?? authority(target)],
      ...standard,
      ...others.map(({ name, value = '' }) => [name, value] as const),
      ...own('Content-Length', body && String(body.content.length)),
      ...own('Content-Type', settings.json ? undefined : typeOf(body)),
      ...own('Expect', expects(parts) ? '100-continue' : undefined),
    ],
    body: body?.content ?? Buffer.alloc(0),
  };
}

/** By way of a proxy it is the whole address. */
const pathFor = ({ settings, target }: RequestParts): string =>
  settings.proxy ? `${target.scheme}://${authority(target)}${target.path}` : target.path;

const typeOf = (body: RequestBody | undefined): string | undefined =>
  !body || body.isUpload ? undefined : (body.type ?? 'application/x-www-form-urlencoded');

/** Whether it asks first: with more than a mebibyte, and before version 8 with any file. */
const expects = ({ body, version }: RequestParts): boolean =>
  (body?.content.length ?? 0) > 1024 * 1024 ||
  Boolean(body?.isUpload && body.content.length && !atLeast(version, '8.0.0'));

function standardHeaders({
  settings,
  target,
  jar,
  version,
  withCredentials,
}: RequestParts): (readonly [string, string])[] {
  const { user = decodedUser(target), bearer, userAgent, referer, cookies } = settings;
  const authorization = user ? `Basic ${Buffer.from(user).toString('base64')}` : bearer && `Bearer ${bearer}`;
  const pairs = cookies.filter((cookie) => cookie.includes('='));
  const cookie = [jar.header(target), ...pairs].filter(Boolean).join('; ');
  const agent = userAgent ?? `curl/${version}`;
  return [
    ...(authorization && withCredentials ? [['Authorization', authorization] as const] : []),
    ...(settings.range === undefined ? [] : [['Range', `bytes=${settings.range}`] as const]),
    ...(agent ? [['User-Agent', agent] as const] : []),
    ...(settings.json ? [['Content-Type', 'application/json'] as const] : []),
    ['Accept', settings.json ? 'application/json' : '*/*'],
    ...(settings.compressed ? [['Accept-Encoding', 'deflate, gzip, br, zstd'] as const] : []),
    ...(settings.proxy ? [['Proxy-Connection', 'Keep-Alive'] as const] : []),
    ...(settings.http2
      ? ([
          ['Connection', 'Upgrade, HTTP2-Settings'],
          ['Upgrade', 'h2c'],
          ['HTTP2-Settings', 'AAMAAABkAAQCAAAAAAIAAAAA'],
        ] as const)
      : []),
    ...(referer ? [['Referer', referer] as const] : []),
    ...(cookie ? [['Cookie', cookie] as const] : []),
  ];
}

const decodedUser = ({ url }: Target): string | undefined =>
  url.username ? `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` : undefined;

/** `Name: value` sets, `Name:` removes, `Name;` sends it empty. */
function parseHeader(text: string): { readonly name: string; readonly value?: string } {
  const [, name = text, sign, value = ''] = /^([^:;]+)([:;])\s*(.*)$/s.exec(text) ?? [];
  if (sign === ';') return { name, value: '' };
  return value ? { name, value } : { name };
}
