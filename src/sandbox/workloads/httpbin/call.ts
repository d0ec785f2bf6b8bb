import type { Headers, HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { header } from '../../dataplane/message.ts';
import { gunicornReply } from '../python/gunicorn.ts';
import { pythonJson } from '../python/python-json.ts';
import { errorPage, redirectPage } from '../python/werkzeug.ts';

/** A request to httpbin, and what is known of who asks. */
export type Call = {
  readonly request: HttpRequest;
  /** The path without the query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Where the request seems to come from. */
  readonly origin: string;
  readonly scheme: 'http' | 'https';
};

/** Answers a path whose variable parts it gets. @throws anything where the real one has an internal error */
export type Answer = (call: Call, ...parts: readonly string[]) => HttpResponse | Promise<HttpResponse>;

type ReplyOptions = {
  readonly status?: number;
  readonly type?: string;
  readonly chunked?: boolean;
  readonly lengthLast?: boolean;
  readonly early?: Headers;
  readonly late?: Headers;
};

const server = 'gunicorn/19.9.0';

/** Where werkzeug 0.14 has words of its own. */
const reasons: Readonly<Record<number, string>> = { 308: 'Unknown', 416: 'Requested Range Not Satisfiable' };

/** The page of an error that isn't foreseen, which goes without headers for other sites. */
export const internalError = ({ request }: Call): HttpResponse =>
  gunicornReply(request, errorPage(500, 'html3'), { server, status: 500, type: 'text/html' });

/** An answer with the headers for scripts of other sites that each has. */
export function respond(call: Call, body: string | Buffer, options: ReplyOptions = {}): HttpResponse {
  const { headers, method } = call.request;
  const wanted = header(headers, 'access-control-request-headers');
  const preflight: Headers =
    method === 'OPTIONS'
      ? [
          ['Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, PATCH, OPTIONS'],
          ['Access-Control-Max-Age', '3600'],
          ...(wanted === undefined ? [] : [['Access-Control-Allow-Headers', wanted] as const]),
        ]
      : [];
  const words = reasons[options.status ?? 200];
  return gunicornReply(call.request, body, {
    server,
    ...options,
    ...(words === undefined ? {} : { reason: words }),
    late: [
      ...(options.late ?? []),
      ['Access-Control-Allow-Origin', header(headers, 'origin') ?? '*'],
      ['Access-Control-Allow-Credentials', 'true'],
      ...preflight,
    ],
  });
}

const htmlType = 'text/html; charset=utf-8';

/** A page or a text, which the framework takes for HTML. */
export const text = (call: Call, body: string, options: ReplyOptions = {}): HttpResponse =>
  respond(call, body, { type: htmlType, ...options });

/** JSON in the form that all answers have: keys in order, two blanks a level, a line's end. */
export const json = (call: Call, value: object, late: Headers = []): HttpResponse =>
  respond(call, `${pythonJson(value, { indent: 2, sortKeys: true })}\n`, { type: 'application/json', late });

/** Elsewhere, with a page that says so. */
export const redirect = (call: Call, location: string, late: Headers = []): HttpResponse =>
  text(call, redirectPage(location, 'html3'), { status: 302, late: [['Location', location], ...late] });

/** `http://host`, as the client named it. */
export const base = ({ request, scheme }: Call): string =>
  `${scheme}://${header(request.headers, 'host') ?? ''}`;
