import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { errorPage } from '../python/werkzeug.ts';
import { type Call, internalError, respond, text } from './call.ts';
import { routes } from './routes.ts';

/** Paths that httpbin has and the sandbox doesn't; they say so instead of answering 404. */
const unsimulated =
  /^\/(digest-auth\/.+|encoding\/utf8|html|deny|image(\/(png|jpeg|webp|svg))?|legacy|spec\.json|flasgger_static\/.+|static\/.+)$/;

/**
 * httpbin 0.9.2, the service that tells what was asked of it.
 * @see https://github.com/postmanlabs/httpbin/blob/master/httpbin/core.py
 */
export async function httpbinApp(
  request: HttpRequest,
  from: Pick<Call, 'origin' | 'scheme'>,
): Promise<HttpResponse> {
  // What comes by way of a proxy may name its host again.
  const [path = '/', query = ''] = request.path.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  const call: Call = { request, path: decoded(path), query: new URLSearchParams(query), ...from };
  for (const { pattern, methods, answer } of routes) {
    const match = pattern.exec(call.path);
    if (!match) continue;
    const early = [['Allow', methods.join(', ')] as const];
    if (request.method === 'OPTIONS') return text(call, '', { early, lengthLast: true });
    if (!methods.includes(request.method))
      return respond(call, errorPage(405, 'html3'), { status: 405, type: 'text/html', early });
    try {
      return await answer(call, ...match.slice(1));
    } catch {
      return internalError(call);
    }
  }
  if (unsimulated.test(call.path))
    return text(call, `sandbox: httpbin's ${call.path} is not simulated\n`, { status: 501 });
  return failed(call, 404);
}

const failed = (call: Call, status: number): HttpResponse =>
  respond(call, errorPage(status, 'html3'), { status, type: 'text/html' });

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
