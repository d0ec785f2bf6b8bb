import type { ServerResponse } from 'node:http';
import { ApiError } from './store/api-error.ts';

/** What a handler answers with: one body, or a stream that it writes itself. */
export type ApiResponse = BodyResponse | StreamResponse;

type BodyResponse = {
  readonly status: number;
  /** JSON, unless it is text or bytes already. */
  readonly body: unknown;
  readonly contentType?: string;
  /** Texts of `Warning` headers, which clients print. */
  readonly warnings?: readonly string[];
};

type StreamResponse = {
  readonly status: 200;
  readonly contentType: string;
  readonly warnings?: readonly string[];
  /** Writes until it is done, or until `signal` says that the client is gone. */
  readonly stream: (write: WriteChunk, signal: AbortSignal) => Promise<void>;
};

/** Resolves when the client can take more. */
export type WriteChunk = (chunk: string | Buffer) => Promise<void>;

export const ok = (body: unknown, warnings: readonly string[] = []): BodyResponse => ({
  status: 200,
  body,
  warnings,
});

export const created = (body: unknown, warnings: readonly string[] = []): BodyResponse => ({
  status: 201,
  body,
  warnings,
});

/** Any error as the answer it becomes; what isn't a refusal is a fault of ours and says so. */
export function errorResponse(error: unknown): BodyResponse {
  if (error instanceof ApiError && 'plainText' in error) return { status: error.code, body: error.plainText };
  const refusal =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'InternalError',
          `Internal error occurred: ${error instanceof Error ? error.message : error}`,
        );
  return { status: refusal.code, body: refusal.toStatus() };
}

type Form = {
  /** The body is left out. */
  readonly head: boolean;
  /** JSON is indented, for people. */
  readonly pretty: boolean;
};

/**
 * Whether a client wants to read what comes: it says so, or it is a browser, curl or wget.
 * @see kubernetes, staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go
 */
export function isPretty(url: string, userAgent = ''): boolean {
  const asked = new URLSearchParams(url.split('?')[1]).get('pretty');
  if (asked !== null) return ['1', 'true', 't'].includes(asked.toLowerCase());
  return /^(?:curl|Wget|Mozilla\/5\.0)/.test(userAgent);
}

/** Writes the answer. */
export async function sendResponse(
  res: ServerResponse,
  response: ApiResponse,
  { head, pretty }: Form,
): Promise<void> {
  if ('stream' in response) return sendStream(res, response, head);
  const { bytes, contentType } = bytesOf(response, pretty);
  setWarnings(res, response.warnings);
  res.writeHead(response.status, {
    'content-type': contentType,
    'content-length': bytes.length,
    'cache-control': 'no-cache, private',
  });
  res.end(head ? undefined : bytes);
}

type Encoded = {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

/** The whole answer at once; a stream is read to its end. */
export async function encodeResponse(response: ApiResponse, pretty: boolean): Promise<Encoded> {
  const { bytes, contentType } = 'stream' in response ? await wholeOf(response) : bytesOf(response, pretty);
  return {
    status: response.status,
    headers: [
      ['Cache-Control', 'no-cache, private'],
      ['Content-Type', contentType],
      ...(response.warnings ?? []).map((text) => ['Warning', warningHeader(text)] as const),
      ['Date', new Date().toUTCString()],
      ['Content-Length', String(bytes.length)],
    ],
    body: bytes,
  };
}

type Content = { readonly bytes: Buffer; readonly contentType: string };

function bytesOf({ body, contentType }: BodyResponse, pretty: boolean): Content {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const text = raw ? String(body) : pretty ? JSON.stringify(body, null, 2) : `${JSON.stringify(body)}\n`;
  return {
    bytes: Buffer.isBuffer(body) ? body : Buffer.from(text),
    contentType: contentType ?? (raw ? 'text/plain; charset=utf-8' : 'application/json'),
  };
}

async function wholeOf({ stream, contentType }: StreamResponse): Promise<Content> {
  const chunks: Buffer[] = [];
  const write = async (chunk: string | Buffer) => void chunks.push(Buffer.from(chunk));
  await stream(write, new AbortController().signal);
  return { bytes: Buffer.concat(chunks), contentType };
}

function setWarnings(res: ServerResponse, warnings: readonly string[] = []): void {
  if (warnings.length > 0) res.setHeader('warning', warnings.map(warningHeader));
}

async function sendStream(res: ServerResponse, response: StreamResponse, head: boolean): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  setWarnings(res, response.warnings);
  res.writeHead(response.status, {
    'content-type': response.contentType,
    'cache-control': 'no-cache, private',
  });
  res.flushHeaders();
  if (!head) await response.stream(writerOf(res), gone.signal);
  res.end();
}

const writerOf =
  (res: ServerResponse): WriteChunk =>
  (chunk) =>
    new Promise((resolve) => {
      if (res.destroyed || res.write(chunk)) return resolve();
      const settle = () => {
        res.off('drain', settle).off('close', settle);
        resolve();
      };
      res.on('drain', settle).on('close', settle);
    });

/** @see https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
const warningHeader = (text: string): string =>
  `299 - "${text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/(["\\])/g, '\\$1')}"`;
