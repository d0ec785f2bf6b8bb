import { type HttpRequest, type HttpResponse, header } from './message.ts';

/** Codes of gRPC for statuses of HTTP. @see https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md */
const codes: Readonly<Record<number, number>> = {
  400: 13,
  401: 16,
  403: 7,
  404: 12,
  429: 14,
  502: 14,
  503: 14,
  504: 14,
};

const unknown = 2;
const unavailable = 14;

/**
 * A proxy's refusal as who calls by gRPC gets it: a call without an answer, and why. Without a backend it is that nobody
 * is there, whatever HTTP is told.
 */
export function grpcRefusal(request: HttpRequest, response: HttpResponse, message: string): HttpResponse {
  if (!header(request.headers, 'content-type')?.startsWith('application/grpc')) return response;
  const code = message === 'no valid backends' ? unavailable : (codes[response.status] ?? unknown);
  return {
    status: 200,
    headers: [
      ['content-type', 'application/grpc'],
      ['grpc-status', String(code)],
      ['grpc-message', encodeURI(message)],
      ['content-length', '0'],
    ],
    body: Buffer.alloc(0),
  };
}
