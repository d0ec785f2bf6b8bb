import { type Headers, type HttpRequest, header } from '../../dataplane/message.ts';
import { base, type Call } from './call.ts';
import { parseMultipart } from './multipart.ts';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** Headers of proxies, which httpbin doesn't show unless `show_env` asks for them. */
const environment = new Set([
  'X-Varnish',
  'X-Request-Start',
  'X-Heroku-Queue-Depth',
  'X-Real-Ip',
  'X-Forwarded-Proto',
  'X-Forwarded-Protocol',
  'X-Forwarded-Ssl',
  'X-Heroku-Queue-Wait-Time',
  'X-Forwarded-For',
  'X-Heroku-Dynos-In-Use',
  'X-Forwarded-Port',
  'X-Request-Id',
  'Via',
  'Total-Route-Time',
  'Connect-Time',
]);

/** What httpbin tells of a request: everything it knows, from which answers take what they need. */
export function factsOf(call: Call) {
  const { request, query, path } = call;
  const forwarded = header(request.headers, 'x-forwarded-for');
  const search = request.path.split('?')[1];
  const protocol = header(request.headers, 'x-forwarded-proto');
  const host = protocol ? base(call).replace(/^\w+/, protocol) : base(call);
  return {
    args: valuesOf(query),
    ...bodyOf(request),
    headers: headersOf(request.headers, query.has('show_env')),
    method: request.method,
    origin: forwarded ?? call.origin,
    url: `${host}${path}${search ? `?${readable(search)}` : ''}`,
  };
}

/** A query with all decoded but what has a meaning there. */
const readable = (query: string): string =>
  query.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    const bytes = Buffer.from(codes.replaceAll('%', ''), 'hex');
    const decoded = bytes.toString();
    if (!Buffer.from(decoded).equals(bytes)) return codes;
    return decoded.replace(/[%;/?:@&=+,$#]/g, encodeURIComponent);
  });

/** Header names as Python's WSGI gives them back; those that came several times are one, with commas between. */
export function headersOf(headers: Headers, all = false): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of headers) {
    const title = name.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
    if (!all && environment.has(title)) continue;
    found[title] = title in found ? `${found[title]},${value}` : value;
  }
  return found;
}

/** Parameters; one that is there several times becomes a list. */
export function valuesOf(parameters: Iterable<readonly [string, string]>): Values {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of parameters) {
    const known = found[name];
    found[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return found;
}

/** A body as a form, as files, as JSON, or as it is. */
function bodyOf({ headers, body }: HttpRequest) {
  const type = header(headers, 'content-type') ?? '';
  const nothing = { data: '', files: {}, form: {}, json: null };
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...nothing, form: valuesOf(new URLSearchParams(body.toString())) };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return { ...nothing, data: safeText(body), json: parse(body.toString()) };
  const parts = parseMultipart(body, boundary);
  const fields = parts.filter(({ file }) => file === undefined);
  const files = parts.filter(({ file }) => file !== undefined).toReversed();
  return {
    ...nothing,
    form: valuesOf(fields.map(({ name, content }) => [name, content.toString()] as const)),
    files: Object.fromEntries(files.map(({ name, content, type: own }) => [name, safeText(content, own)])),
  };
}

/** What is no text becomes a data URL. */
function safeText(bytes: Buffer, type = 'application/octet-stream'): string {
  const decoded = bytes.toString();
  return Buffer.from(decoded).equals(bytes) ? decoded : `data:${type};base64,${bytes.toString('base64')}`;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
