import { type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { simpleServer } from '../apps/simple-server.ts';
import type { Peer } from '../runtime.ts';
import type { Place, Workload } from '../workload.ts';
import { type Call, respond, text, types } from './call.ts';
import { routes } from './routes.ts';

/** Paths that go-httpbin has and the sandbox doesn't; they say so instead of answering 404. */
const unsimulated =
  /^\/($|base64\/.|bytes\/.|cache($|\/.)|deny$|digest-auth\/.|drip$|dump\/request$|encoding\/utf8$|env$|etag\/.|forms\/post$|html$|image($|\/.)|json$|links\/.|range\/.|sse$|stream\/.|stream-bytes\/.|trailers$|version$|websocket\/.|xml$)/;

/** httpbin in Go, whose headers and arguments are lists. @see https://github.com/mccutchen/go-httpbin/tree/v2.15.0 */
export const goHttpbin: Workload = simpleServer({
  repositories: ['mccutchen/go-httpbin', 'mccutchen/go-httpbin/go-httpbin'],
  program: 'go-httpbin',
  port: ({ env }) => Number(env.PORT ?? 8080),
  hello: (port, { world }) =>
    `time=${stamp(world.clock.now())} level=INFO msg="go-httpbin listening on http://0.0.0.0:${port}"`,
  answer: () => async (request, peer, place) => {
    const started = performance.now();
    const response = await answer(request, peer, place.env);
    place.print(accessLine(request, response, { peer, place, ms: performance.now() - started }));
    return response;
  },
});

async function answer(request: HttpRequest, peer: Peer, env: Call['env']): Promise<HttpResponse> {
  const [path = '/', query = ''] = request.path.split('?');
  const call: Call = { request, peer, path: decodeURI(path), query: new URLSearchParams(query), env };
  if (request.method === 'OPTIONS') return preflight(call);
  const fitting = routes.flatMap((route) => {
    const match = route.pattern.exec(path);
    return match ? [{ ...route, parts: match.slice(1).map(decodeURIComponent) }] : [];
  });
  const chosen = fitting.find(({ methods }) => !methods || methods.includes(request.method));
  if (chosen) return chosen.answer(call, ...chosen.parts);
  const allowed = fitting.flatMap(({ methods = [] }) => methods).toSorted();
  if (allowed.length) return plainError(call, 405, 'Method Not Allowed', [['Allow', allowed.join(', ')]]);
  if (path === '/' && request.method === 'GET')
    return respond(
      call,
      '<!DOCTYPE html>\n<html>\n<head><title>go-httpbin(1): HTTP Client Testing Service</title></head>\n<body><h1>go-httpbin</h1></body>\n</html>\n',
      { headers: [['Content-Type', types.html]] },
    );
  return unsimulated.test(path)
    ? text(call, `sandbox: go-httpbin ${path} is not simulated\n`, { status: 501 })
    : plainError(call, 404, '404 page not found');
}

/** What Go's own router says. */
const plainError = (
  call: Call,
  status: number,
  body: string,
  headers: readonly (readonly [string, string])[] = [],
): HttpResponse =>
  text(call, `${body}\n`, { status, headers: [...headers, ['X-Content-Type-Options', 'nosniff']] });

function preflight(call: Call): HttpResponse {
  const wanted = header(call.request.headers, 'access-control-request-headers');
  return respond(call, '', {
    headers: [
      ['Access-Control-Allow-Methods', 'GET, POST, HEAD, PUT, DELETE, PATCH, OPTIONS'],
      ['Access-Control-Max-Age', '3600'],
      ...(wanted ? [['Access-Control-Allow-Headers', wanted] as const] : []),
    ],
  });
}

type Access = { readonly peer: Peer; readonly place: Place; readonly ms: number };

/** A line of its log, at a level by the status. */
function accessLine(request: HttpRequest, response: HttpResponse, { peer, place, ms }: Access): string {
  const { status, body } = response;
  const level = status >= 500 ? 'ERROR' : status >= 400 ? 'WARN' : 'INFO';
  const agent = header(request.headers, 'user-agent') ?? '';
  const said = `${status} ${request.method} ${request.path} ${ms.toFixed(1)}ms`;
  return [
    `time=${stamp(place.world.clock.now())} level=${level} msg=${quoted(said)}`,
    `status=${status} method=${request.method} uri=${quoted(request.path)} size_bytes=${body.length}`,
    `duration_ms=${ms.toFixed(6)} user_agent=${quoted(agent)} client_ip=${peer.address}:${peer.port}`,
  ].join(' ');
}

const quoted = (value: string): string => (/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value));

const stamp = (at: Date): string => at.toISOString();
