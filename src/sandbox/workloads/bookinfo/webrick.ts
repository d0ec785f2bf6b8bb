import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { reasonPhrase } from '../http-reply.ts';
import { escapeHtml } from '../python/werkzeug.ts';
import type { Peer } from '../runtime.ts';
import type { Handler, Place } from '../workload.ts';

/** What a program below WEBrick answers. */
export type Page = { readonly status?: number; readonly type: string; readonly body: string };

/** Programs by the path that they are mounted at; each gets the path as WEBrick reads it. */
type Mounts = Readonly<Record<string, (path: string) => Page>>;

/** An answer before it has the headers that all have. */
type Draft = { readonly status: number; readonly headers: Headers; readonly body: string };

const ruby = { version: '3.3.0', date: '2023-12-25', platform: 'x86_64-linux' } as const;
const webrick = '1.8.1';
const server = `WEBrick/${webrick} (Ruby/${ruby.version}/${ruby.date})`;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'];

/** Ruby's server WEBrick with its log. @see https://github.com/ruby/webrick/tree/v1.8.1 */
export function webrickHandler(place: Place, port: number, mounts: Mounts): Handler {
  const log = (level: string, text: string): void => place.print(`[${stamp(place)}] ${level} ${text}`);
  log('INFO ', `WEBrick ${webrick}`);
  log('INFO ', `ruby ${ruby.version} (${ruby.date}) [${ruby.platform}]`);
  log('INFO ', `WEBrick::HTTPServer#start: pid=1 port=${port}`);
  const failed = (status: number, text: string, host: string): Draft => {
    log('ERROR', text);
    const type = ['Content-Type', 'text/html; charset=ISO-8859-1'] as const;
    return { status, headers: [type], body: errorPage(status, text, host) };
  };
  const draft = ({ method, path, headers }: HttpRequest): Draft => {
    if (/[^\x21-\x7e]|[<>"{}|\\^`]/.test(path))
      return failed(400, `bad URI \`${path}'.`, `${place.env.HOSTNAME}:${port}`);
    const bare = normalized(path.split('?')[0] ?? '');
    const mount = Object.keys(mounts).find((at) => bare === at || bare.startsWith(`${at}/`));
    const page = mounts[mount ?? ''];
    if (!page) return failed(404, `\`${bare}' not found.`, hostOf(headers));
    if (!methods.includes(method)) return failed(405, `unsupported method \`${method}'.`, hostOf(headers));
    if (method === 'OPTIONS')
      return { status: 200, headers: [['Allow', methods.toSorted().join(',')]], body: '' };
    const { status = 200, type, body } = page(bare);
    return { status, headers: [['Content-Type', type]], body };
  };
  return async (request, peer) => {
    const response = finished(request, draft(request));
    logAccess(place, request, peer, response);
    return response;
  };
}

function finished(request: HttpRequest, { status, headers, body }: Draft): HttpResponse {
  const isError = headers.some(([, value]) => value.endsWith('ISO-8859-1'));
  const closes = isError || header(request.headers, 'connection')?.toLowerCase() === 'close';
  return {
    status,
    headers: [
      ...headers,
      ['Server', server],
      ['Date', new Date().toUTCString()],
      ['Content-Length', String(Buffer.byteLength(body))],
      ['Connection', closes ? 'close' : 'Keep-Alive'],
    ],
    body: Buffer.from(body),
  };
}

/** A path decoded, without doubled slashes and with `..` followed. */
function normalized(path: string): string {
  const parts: string[] = [];
  const decoded = /%(?![0-9a-f]{2})/i.test(path) ? path : decodeOctets(path);
  for (const part of decoded.split('/').filter((each) => each && each !== '.'))
    if (part === '..') parts.pop();
    else parts.push(part);
  return `/${parts.join('/')}${parts.length && decoded.endsWith('/') ? '/' : ''}`;
}

const decodeOctets = (text: string): string =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

const errorPage = (status: number, text: string, host: string): string =>
  [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN">',
    '<HTML>',
    `  <HEAD><TITLE>${reasonPhrase(status)}</TITLE></HEAD>`,
    '  <BODY>',
    `    <H1>${reasonPhrase(status)}</H1>`,
    `    ${escapeHtml(text).replaceAll('&#39;', "'")}`,
    '    <HR>',
    '    <ADDRESS>',
    `     ${server} at`,
    `     ${host}`,
    '    </ADDRESS>',
    '  </BODY>',
    '</HTML>',
    '',
  ].join('\n');

/** The host that was asked, always with a port. */
function hostOf(headers: Headers): string {
  const host = header(headers, 'host') ?? '';
  return /:\d+$/.test(host) ? host : `${host}:80`;
}

/** Two lines a request: the common log format, and where a visitor came from. */
function logAccess(place: Place, request: HttpRequest, peer: Peer, response: HttpResponse): void {
  const { method, path, headers } = request;
  const [, day, month, year, time] = place.world.clock.now().toUTCString().split(/[ ,]+/);
  const size = method === 'HEAD' ? 0 : response.body.length;
  const what = `"${method} ${path} HTTP/1.1" ${response.status} ${size}`;
  place.print(`${peer.address} - - [${day}/${month}/${year}:${time} UTC] ${what}`);
  place.print(`${header(headers, 'referer') ?? '-'} -> ${path}`);
}

const stamp = ({ world }: Place): string => world.clock.now().toISOString().slice(0, 19).replace('T', ' ');
