import { type Headers, type HttpRequest, type HttpResponse, header } from '../../dataplane/message.ts';
import { reasonPhrase } from '../http-reply.ts';
import type { Place } from '../workload.ts';

type GunicornReply = {
  readonly status?: number;
  /** Of the Server header: `gunicorn`, with its version where it tells it. */
  readonly server: string;
  readonly type?: string;
  /** Of no length that is known before: it comes in chunks. */
  readonly chunked?: boolean;
  /** Whether the length is reckoned only when all else is there. */
  readonly lengthLast?: boolean;
  /** Where the framework has other words for a status than most. */
  readonly reason?: string;
  /** Headers that stand before the length, and those after it. */
  readonly early?: Headers;
  readonly late?: Headers;
};

/**
 * What an application of werkzeug's answers from behind gunicorn: reason phrases in capitals, and the server's own
 * headers before the application's. @see https://github.com/benoitc/gunicorn/blob/22.0.0/gunicorn/http/wsgi.py
 */
export function gunicornReply(
  request: HttpRequest,
  body: string | Buffer,
  reply: GunicornReply,
): HttpResponse {
  const { status = 200, reason = reasonPhrase(status), server, type, early = [], late = [] } = reply;
  const bytes = Buffer.from(body);
  const closes = header(request.headers, 'connection')?.toLowerCase() === 'close';
  const isWithout = reply.chunked || status === 204 || status === 304;
  const length: Headers = isWithout ? [] : [['Content-Length', String(bytes.length)]];
  return {
    status,
    reason: reason.toUpperCase(),
    headers: [
      ['Server', server],
      ['Date', new Date().toUTCString()],
      ['Connection', closes ? 'close' : 'keep-alive'],
      ...(reply.chunked ? [['Transfer-Encoding', 'chunked'] as const] : []),
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
      ...early,
      ...(reply.lengthLast ? [] : length),
      ...late,
      ...(reply.lengthLast ? length : []),
    ],
    body: bytes,
  };
}

type Gunicorn = { readonly version: string; readonly listening: string; readonly workers: readonly number[] };

/** What gunicorn says when it starts; its master is the container's first process. */
export function printGunicornStart(
  { world, print }: Pick<Place, 'world' | 'print'>,
  { version, listening, workers }: Gunicorn,
): void {
  const line = (pid: number, text: string): void =>
    print(`[${stamp(world.clock.now())}] [${pid}] [INFO] ${text}`);
  line(1, `Starting gunicorn ${version}`);
  line(1, `Listening at: http://${listening} (1)`);
  line(1, 'Using worker: gevent');
  for (const pid of workers) line(pid, `Booting worker with pid: ${pid}`);
}

const stamp = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} +0000`;
