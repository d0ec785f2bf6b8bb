import { createInflate, type Inflate } from 'node:zlib';
import { spdyDictionary, spdyDictionaryId } from './spdy-dictionary.ts';

/** @see https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ */
export const controlType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

export const finFlag = 1;
export const frameHeaderLength = 8;

/** First 8 bytes of a frame; `length` is that of what follows them. */
export type FrameHeader = { readonly flags: number; readonly length: number } & (
  | { readonly control: true; readonly version: number; readonly type: number }
  | { readonly control: false; readonly streamId: number }
);

export function readFrameHeader(bytes: Buffer): FrameHeader {
  const flags = bytes.readUInt8(4);
  const length = bytes.readUIntBE(5, 3);
  if (bytes.readUInt8(0) < 0x80) return { control: false, streamId: bytes.readUInt32BE(0), flags, length };
  return {
    control: true,
    version: bytes.readUInt16BE(0) & 0x7fff,
    type: bytes.readUInt16BE(2),
    flags,
    length,
  };
}

export function dataFrame(streamId: number, data: Buffer, fin: boolean): Buffer {
  const head = Buffer.alloc(frameHeaderLength);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt8(fin ? finFlag : 0, 4);
  head.writeUIntBE(data.length, 5, 3);
  return Buffer.concat([head, data]);
}

export function controlFrame(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(frameHeaderLength);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

/**
 * Compressed header blocks without headers, as replies need them: zlib's start once a connection, then a stored block
 * each, and an empty one, without which Go's reader waits for more.
 */
export function emptyHeaderBlock(first: boolean): Buffer {
  const start = Buffer.concat([Buffer.from([0x78, 0xbb]), uint32(spdyDictionaryId)]);
  const stored = Buffer.from([0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0]);
  const flush = Buffer.from([0x00, 0x00, 0x00, 0xff, 0xff]);
  return Buffer.concat(first ? [start, stored, flush] : [stored, flush]);
}

/** No client of ours comes near it; it bounds what a hostile block unpacks to. */
const maxHeaderBytes = 64 * 1024;

/** Unpacks the header blocks of one connection, which share one compressor; one at a time, in order. */
export class HeaderReader {
  readonly #inflate: Inflate = createInflate({ dictionary: spdyDictionary });
  #unpacked: Buffer[] = [];
  #failed: Error | undefined;

  constructor() {
    this.#inflate.on('data', (chunk: Buffer) => this.#unpacked.push(chunk));
    this.#inflate.on('error', (error) => {
      this.#failed = error;
    });
  }

  /** Names are lower case. @throws Error when the block is malformed */
  async read(block: Buffer): Promise<Map<string, string>> {
    await new Promise<void>((resolve) => {
      this.#inflate.once('error', () => resolve());
      this.#inflate.write(block, () => resolve());
    });
    if (this.#failed) throw this.#failed;
    const bytes = Buffer.concat(this.#unpacked);
    this.#unpacked = [];
    this.#inflate.removeAllListeners('error').on('error', (error) => {
      this.#failed = error;
    });
    if (bytes.length > maxHeaderBytes) throw new Error('SPDY header block is too large');
    return parseHeaders(bytes);
  }

  close(): void {
    this.#inflate.close();
  }
}

function parseHeaders(bytes: Buffer): Map<string, string> {
  let at = 0;
  const number = () => {
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (at + length > bytes.length) throw new Error('SPDY header block is cut off');
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left--) headers.set(text().toLowerCase(), text());
  return headers;
}
