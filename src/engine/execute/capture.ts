import type { StreamOutput } from '../model/output.ts';
import type { Spool } from './spool.ts';

const defaultLimit = 1_048_576;

type CaptureOptions = {
  readonly limit?: number | undefined;
  /** Makes the file for the whole of a stream that is too long; without it the middle is only counted. */
  readonly spool?: (() => Spool) | undefined;
};

/**
 * Keeps what one stream printed in bounded memory: the first and the last `limit` bytes, and how many there were.
 * Bytes are kept as they came and decoded when asked for.
 */
export class Capture {
  readonly #limit: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer | undefined;
  /** Bytes ever written to the ring `#tail`. */
  #tailBytes = 0;

  readonly #makeSpool: (() => Spool) | undefined;
  #spool: Spool | undefined;

  constructor({ limit = defaultLimit, spool }: CaptureOptions = {}) {
    this.#limit = limit;
    this.#makeSpool = spool;
  }

  /** Takes a copy of the chunk. */
  add(chunk: Buffer): void {
    const room = this.#limit - this.#headBytes;
    if (room > 0) {
      const part = Buffer.from(chunk.subarray(0, room));
      this.#head.push(part);
      this.#headBytes += part.length;
    }
    if (chunk.length > room) {
      const rest = chunk.subarray(Math.max(room, 0));
      this.#addToSpool(rest);
      this.#addToTail(rest);
    }
  }

  /** The whole of the stream, when there is more of it than is kept here. */
  get whole(): Spool | undefined {
    return this.#spool;
  }

  output(): StreamOutput {
    const bytes = this.#headBytes + this.#tailBytes;
    const omitted = this.#tailBytes - this.#limit;
    const head = Buffer.concat(this.#head);
    if (omitted <= 0) {
      const whole = this.#tailBytes === 0 ? head : Buffer.concat([head, this.#lastBytes()]);
      return { text: whole.toString(), bytes, truncated: false };
    }
    // A character cut in two at either edge would decode to replacement characters that nobody printed.
    const from = characterStart(this.#lastBytes());
    const note = `\n[… ${omitted} bytes left out …]\n`;
    return { text: wholeCharacters(head).toString() + note + from.toString(), bytes, truncated: true };
  }

  /** Begins when something is about to be left out, with what has been kept up to now. */
  #addToSpool(chunk: Buffer): void {
    if (this.#makeSpool === undefined) return;
    if (this.#spool === undefined) {
      if (this.#tailBytes + chunk.length <= this.#limit) return;
      this.#spool = this.#makeSpool();
      for (const part of [...this.#head, this.#lastBytes()]) this.#spool.add(part);
    }
    this.#spool.add(chunk);
  }

  #addToTail(chunk: Buffer): void {
    this.#tail ??= Buffer.allocUnsafe(this.#limit);
    const ring = this.#tail;
    const kept = chunk.subarray(Math.max(0, chunk.length - ring.length));
    const at = (this.#tailBytes + chunk.length - kept.length) % ring.length;
    const first = kept.subarray(0, ring.length - at);
    first.copy(ring, at);
    kept.copy(ring, 0, first.length);
    this.#tailBytes += chunk.length;
  }

  #lastBytes(): Buffer {
    const ring = this.#tail ?? Buffer.alloc(0);
    if (this.#tailBytes <= ring.length) return ring.subarray(0, this.#tailBytes);
    const at = this.#tailBytes % ring.length;
    return Buffer.concat([ring.subarray(at), ring.subarray(0, at)]);
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Without the continuation bytes at its start. */
function characterStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start++;
  return bytes.subarray(start);
}

/** Without an unfinished UTF-8 character at its end. */
function wholeCharacters(bytes: Buffer): Buffer {
  let last = bytes.length - 1;
  while (last > bytes.length - 4 && isContinuation(bytes[last])) last--;
  const lead = bytes[last] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - last < needed ? bytes.subarray(0, last) : bytes;
}
