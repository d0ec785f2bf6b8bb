import type { Headers, HttpResponse } from '../message.ts';

/** What Envoy answers itself, with its usual headers. */
export function ownAnswer(status: number, headers: Headers = [], body = Buffer.alloc(0)): HttpResponse {
  const about: Headers = [
    ['content-length', String(body.length)],
    ...(body.length ? [['content-type', 'text/plain'] as const] : []),
  ];
  const usual: Headers = [
    ['date', new Date().toUTCString()],
    ['server', 'istio-envoy'],
  ];
  return { status, headers: [...about, ...headers, ...usual], body };
}
