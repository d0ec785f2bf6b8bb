import { Duplex } from 'node:stream';
import {
  controlFrame,
  controlType,
  dataFrame,
  emptyHeaderBlock,
  type FrameHeader,
  finFlag,
  frameHeaderLength,
  HeaderReader,
  readFrameHeader,
  uint32,
} from './spdy-frames.ts';

/** Sends bytes to the client; resolves when it can take more, also when it is gone. */
type SendBytes = (bytes: Buffer) => Promise<void>;

type SpdyOptions = {
  readonly send: SendBytes;
  /** A stream that the client opened, already answered. */
  readonly onStream: (stream: SpdyStream) => void;
};

/** One stream; ending it sends FIN, and the client's FIN ends its readable side. */
export class SpdyStream extends Duplex {
  readonly headers: ReadonlyMap<string, string>;
  readonly #sendData: (data: Buffer, fin: boolean) => Promise<void>;
  #resume: (() => void) | undefined;

  constructor(headers: ReadonlyMap<string, string>, sendData: (data: Buffer, fin: boolean) => Promise<void>) {
    super();
    this.headers = headers;
    this.#sendData = sendData;
    // Whoever uses the stream learns of its end by 'close'; nobody has to listen for errors as well.
    this.on('error', () => {});
    this.once('close', () => this.#resume?.());
  }

  /** What came from the client; resolves when there is room for more. */
  deliver(data: Buffer): Promise<void> | undefined {
    if (this.destroyed || this.readableEnded) return undefined;
    if (this.push(data) || this.readableLength < maxBuffered) return undefined;
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  override _read(): void {
    this.#resume?.();
    this.#resume = undefined;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#sendParts(chunk).then(() => done(), done);
  }

  async #sendParts(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; at += maxDataLength)
      await this.#sendData(chunk.subarray(at, at + maxDataLength), false);
  }

  override _final(done: (error?: Error) => void): void {
    this.#sendData(Buffer.alloc(0), true).then(() => done(), done);
  }
}

/** A reader may fall behind by this much before the whole connection waits for it. */
const maxBuffered = 4 * 1024 * 1024;
/** Of one frame; its length field would hold 16 MiB. */
const maxDataLength = 256 * 1024;
const maxControlLength = 64 * 1024;

/**
 * The server's side of SPDY/3.1 over any carrier of bytes: a socket, or messages of a WebSocket split anywhere.
 * Kubernetes' clients use no flow control, so that there is none.
 */
export class SpdyConnection {
  readonly #options: SpdyOptions;
  readonly #headerReader = new HeaderReader();
  readonly #streams = new Map<number, SpdyStream>();
  #pending: Buffer = Buffer.alloc(0);
  #data: { readonly header: FrameHeader & { control: false }; left: number } | undefined;
  #replied = false;
  #closed = false;

  constructor(options: SpdyOptions) {
    this.#options = options;
  }

  /** Takes the next bytes; frames are worked off in order. @throws Error when they aren't SPDY */
  async feed(chunk: Buffer): Promise<void> {
    this.#pending = this.#pending.length ? Buffer.concat([this.#pending, chunk]) : chunk;
    while (!this.#closed && (await this.#step())) {
      // Each step takes one frame, or a part of a data frame.
    }
  }

  /** Ends every stream that is still open. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#headerReader.close();
    for (const stream of this.#streams.values()) stream.destroy();
    this.#streams.clear();
  }

  async #step(): Promise<boolean> {
    if (this.#data) return this.#takeData(this.#data);
    if (this.#pending.length < frameHeaderLength) return false;
    const header = readFrameHeader(this.#pending);
    if (!header.control) {
      this.#pending = this.#pending.subarray(frameHeaderLength);
      this.#data = { header, left: header.length };
      return true;
    }
    if (header.version !== 3) throw new Error(`SPDY version ${header.version} is not 3`);
    if (header.length > maxControlLength) throw new Error('SPDY control frame is too large');
    if (this.#pending.length < frameHeaderLength + header.length) return false;
    const body = this.#pending.subarray(frameHeaderLength, frameHeaderLength + header.length);
    this.#pending = this.#pending.subarray(frameHeaderLength + header.length);
    await this.#control(header.type, header.flags, body);
    return true;
  }

  /** Data is passed on as it comes, so that a frame never has to be held whole. */
  async #takeData(data: {
    readonly header: FrameHeader & { control: false };
    left: number;
  }): Promise<boolean> {
    const part = this.#pending.subarray(0, data.left);
    if (part.length === 0 && data.left > 0) return false;
    this.#pending = this.#pending.subarray(part.length);
    data.left -= part.length;
    const stream = this.#streams.get(data.header.streamId);
    if (part.length > 0) await stream?.deliver(part);
    if (data.left > 0) return true;
    this.#data = undefined;
    if (data.header.flags & finFlag) stream?.push(null);
    return true;
  }

  async #control(type: number, flags: number, body: Buffer): Promise<void> {
    if (type === controlType.synStream) return this.#open(body, flags);
    if (type === controlType.ping) return this.#options.send(controlFrame(controlType.ping, body));
    if (type === controlType.rstStream) this.#streams.get(body.readUInt32BE(0) & 0x7fffffff)?.destroy();
    if (type === controlType.goAway) this.close();
  }

  async #open(body: Buffer, flags: number): Promise<void> {
    const id = body.readUInt32BE(0) & 0x7fffffff;
    const headers = await this.#headerReader.read(body.subarray(10));
    if (this.#streams.has(id)) throw new Error(`SPDY stream ${id} is open already`);
    const stream = new SpdyStream(headers, (data, fin) => this.#options.send(dataFrame(id, data, fin)));
    this.#streams.set(id, stream);
    stream.once('close', () => this.#streams.delete(id));
    if (flags & finFlag) stream.push(null);
    const reply = Buffer.concat([uint32(id), emptyHeaderBlock(!this.#replied)]);
    this.#replied = true;
    await this.#options.send(controlFrame(controlType.synReply, reply));
    this.#options.onStream(stream);
  }
}
