import { StringDecoder } from 'node:string_decoder';

const freeBytes = 1_048_576;
const pauseMs = 100;
const tailBytes = 4_096;

/**
 * Turns one stream's bytes into text for people who watch. The first MiB is passed on as it comes; of a flood after
 * that, ten times a second, the last few KiB with a note of how much was not shown. A stream can print a gigabyte
 * in a second, its watchers can't read that.
 */
export class LiveText {
  readonly #emit: (text: string) => void;
  #decoder: StringDecoder | undefined;
  #seen = 0;
  #omitted = 0;
  /** The last bytes of a flood, in a buffer that is used again: a gigabyte comes in 16,000 pieces. */
  #pending: Buffer | undefined;
  #pendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    if (this.#seen < freeBytes) this.#pass(this.#decode(chunk));
    else this.#hold(chunk);
    this.#seen += chunk.length;
  }

  /** Passes on what is held back. */
  flush(): void {
    if (this.#pendingBytes > 0) this.#show();
    if (this.#decoder !== undefined) this.#pass(this.#decoder.end());
  }

  /** Most of standard error has nothing to decode. */
  #decode(chunk: Buffer): string {
    this.#decoder ??= new StringDecoder('utf8');
    return this.#decoder.write(chunk);
  }

  #hold(chunk: Buffer): void {
    this.#pending ??= Buffer.allocUnsafe(tailBytes);
    const part = chunk.subarray(-tailBytes);
    const kept = Math.min(this.#pendingBytes, tailBytes - part.length);
    this.#pending.copyWithin(0, this.#pendingBytes - kept, this.#pendingBytes);
    part.copy(this.#pending, kept);
    this.#omitted += this.#pendingBytes + chunk.length - kept - part.length;
    this.#pendingBytes = kept + part.length;
    this.#timer ??= setTimeout(() => this.#show(), pauseMs).unref();
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#omitted > 0) this.#pass(`\n[… ${this.#omitted} bytes not shown …]\n`);
    if (this.#pending !== undefined) this.#pass(this.#decode(this.#pending.subarray(0, this.#pendingBytes)));
    this.#omitted = 0;
    this.#pendingBytes = 0;
  }

  #pass(text: string): void {
    if (text !== '') this.#emit(text);
  }
}
