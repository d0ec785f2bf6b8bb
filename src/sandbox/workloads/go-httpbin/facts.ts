import { type Headers, header } from '../../dataplane/message.ts';
import { parseMultipart } from '../httpbin/multipart.ts';
import { type Call, canonical, failed, json, types } from './call.ts';

type Lists = Readonly<Record<string, readonly string[]>>;

/** What go-httpbin tells of a request without its body. */
export function factsOf({ request, peer, query }: Call) {
  const forwarded = header(request.headers, 'x-forwarded-for')?.split(',')[0]?.trim();
  const scheme = header(request.headers, 'x-forwarded-proto') ?? 'http';
  return {
    args: lists(query),
    headers: headersOf(request.headers),
    method: request.method,
    origin: forwarded ?? `${peer.address}:${peer.port}`,
    url: `${scheme}://${header(request.headers, 'host') ?? ''}${request.path}`,
  };
}

/** Header names as Go writes them, each with all its values. */
export const headersOf = (headers: Headers): Lists =>
  lists(headers.map(([name, value]) => [canonical(name), value]));

function lists(pairs: Iterable<readonly [string, string]>): Lists {
  const found = new Map<string, string[]>();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Objects with their keys in order, as Go prints a map. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, sorted(held)]));
}

/** All of a request, its body as its type says: a form, files, JSON; what has no type is a data URL. */
export function described(call: Call, headers: Headers = []) {
  const { body, headers: sent } = call.request;
  const type = header(sent, 'content-type') ?? '';
  const [kind = ''] = type.split(';');
  const parts = { data: body.toString(), files: {}, form: {}, json: null as unknown };
  if (!body.length) return json(call, { ...factsOf(call), ...parts }, { headers });
  if (kind === 'application/x-www-form-urlencoded') parts.form = lists(new URLSearchParams(parts.data));
  else if (kind === 'multipart/form-data') {
    const all = parseMultipart(body, /boundary="?([^";]+)/.exec(type)?.[1] ?? '');
    const of = (isFile: boolean) =>
      all
        .filter(({ file }) => (file !== undefined) === isFile)
        .map(({ name, content }) => [name, content.toString()] as const);
    parts.form = lists(of(false));
    parts.files = lists(of(true));
  } else if (kind === 'application/json') {
    try {
      parts.json = sorted(JSON.parse(parts.data));
    } catch {
      return failed(call, 400, 'error parsing request body: invalid JSON');
    }
  } else if (kind !== 'text/html' && kind !== 'text/plain') {
    const encoded = body.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    parts.data = `data:${kind || types.binary};base64,${encoded}`;
  }
  return json(call, { ...factsOf(call), ...parts }, { headers });
}
