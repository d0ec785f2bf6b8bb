import type { HttpRequest } from '../../../dataplane/message.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Settings } from './settings.ts';
import { authority, type Target } from './target.ts';

type RequestParts = {
  readonly settings: Settings;
  readonly target: Target;
  readonly method: string;
  readonly body: Buffer | undefined;
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
  const length = body === undefined ? [] : [['Content-Length', String(body.length)] as const];
  const type =
    body === undefined || names.has('content-type')
      ? []
      : [['Content-Type', settings.json ? 'application/json' : 'application/x-www-form-urlencoded'] as const];
  return {
    method,
    path: target.path,
    headers: [
      ['Host', host?.value ?? authority(target)],
      ...standard,
      ...others.map(({ name, value = '' }) => [name, value] as const),
      ...length,
      ...type,
    ],
    body: body ?? Buffer.alloc(0),
  };
}

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
    ...(agent ? [['User-Agent', agent] as const] : []),
    ['Accept', settings.json ? 'application/json' : '*/*'],
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
