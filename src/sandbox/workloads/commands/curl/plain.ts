import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { type HttpResponse, header } from '../../../dataplane/message.ts';
import { CurlFailure } from './failure.ts';

const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body),
  deflate: (body) => inflateSync(body),
  br: (body) => brotliDecompressSync(body),
};

/** A body as it was before it was packed. @throws CurlFailure 61 */
export function plain({ headers }: HttpResponse, body: Buffer): Buffer {
  const encoding = header(headers, 'content-encoding')?.toLowerCase() ?? '';
  const decode = decoders[encoding];
  if (!decode || !body.length) return body;
  try {
    return decode(body);
  } catch {
    throw new CurlFailure(61, 'Error while processing content unencoding: incorrect header check');
  }
}
