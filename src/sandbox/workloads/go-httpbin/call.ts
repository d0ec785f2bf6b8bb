import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { reasonPhrase } from '../http-reply.ts';
import type { Peer } from '../runtime.ts';

/** A request to go-httpbin. */
export type Call = {
  readonly request: HttpRequest;
  readonly peer: Peer;
  /** The path without the query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly env: Readonly<Record<string, string>>;
};

export type Answer = (call: Call, ...parts: readonly string[]) => HttpResponse | Promise<HttpResponse>;

type ReplyOptions = { readonly status?: number; readonly headers?: Headers };

export const types = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  binary: 'application/octet-stream',
} as const;

/** As Go's server sends it: an application's headers in the order of the alphabet, then those of its own. */
export function respond(
  { request }: Pick<Call, 'request'>,
  body: string | Buffer,
  { status = 200, headers = [] }: ReplyOptions = {},
): HttpResponse {
  const bytes = Buffer.from(body);
  const all: Headers = [
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Origin', header(request.headers, 'origin') ?? '*'],
    ...headers.map(([name, value]) => [canonical(name), value] as const),
  ];
  const hasLength =
    request.method !== 'HEAD' &&
    status !== 204 &&
    status !== 304 &&
    header(all, 'content-length') === undefined;
  return {
    status,
    reason: reasonOfGo(status),
    headers: [
      ...all.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
      ['Date', new Date().toUTCString()],
      ...(hasLength ? [['Content-Length', String(bytes.length)] as const] : []),
    ],
    body: bytes,
  };
}

/** A header's name as Go writes it: `Www-Authenticate`. */
export const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** Go's words for a status, which has none for those that it doesn't know. */
function reasonOfGo(status: number): string {
  if (status === 418) return "I'm a teapot";
  const usual = reasonPhrase(status);
  return usual === 'Unknown' ? `status code ${status}` : usual;
}

/** JSON with two blanks a level. */
export const json = (call: Call, value: object, options: ReplyOptions = {}): HttpResponse =>
  respond(call, `${JSON.stringify(value, null, 2)}\n`, {
    ...options,
    headers: [['Content-Type', types.json], ...(options.headers ?? [])],
  });

export const text = (call: Call, body: string, options: ReplyOptions = {}): HttpResponse =>
  respond(call, body, { ...options, headers: [['Content-Type', types.text], ...(options.headers ?? [])] });

/** An error, as JSON that says which. */
export const failed = (call: Call, status: number, detail?: string, headers: Headers = []): HttpResponse =>
  json(
    call,
    { status_code: status, error: reasonOfGo(status), ...(detail === undefined ? {} : { detail }) },
    { status, headers },
  );

export const redirect = (call: Call, location: string, headers: Headers = [], status = 302): HttpResponse =>
  respond(call, '', { status, headers: [['Location', location], ...headers] });
