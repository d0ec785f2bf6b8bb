import type { Headers, HttpResponse } from '../dataplane/message.ts';
import { http } from '../node-http.ts';

type ReplyOptions = {
  readonly status?: number;
  readonly reason?: string;
  readonly type?: string;
  readonly server?: string;
  readonly headers?: Headers;
};

/** A response with the headers that every server sets: Date, Content-Type, Content-Length and, if given, Server. */
export function reply(body: string | Buffer, options: ReplyOptions = {}): HttpResponse {
  const bytes = Buffer.from(body);
  const { status = 200, reason, type = 'text/plain; charset=utf-8', server, headers = [] } = options;
  return {
    status,
    ...(reason === undefined ? {} : { reason }),
    headers: [
      ...(server ? [['Server', server] as const] : []),
      ['Date', new Date().toUTCString()],
      ...(type ? [['Content-Type', type] as const] : []),
      ['Content-Length', String(bytes.length)],
      ...headers,
    ],
    body: bytes,
  };
}

export const json = (value: unknown, options: ReplyOptions = {}): HttpResponse =>
  reply(JSON.stringify(value), { type: 'application/json', ...options });

/** `Not Found` for 404; `Unknown` when there is no such code. */
export const reasonPhrase = (status: number): string => http.STATUS_CODES[status] ?? 'Unknown';

/** What stands after the status of a response: the server's own words, or the usual ones. */
export const reasonOf = ({ status, reason }: HttpResponse): string => reason ?? reasonPhrase(status);
