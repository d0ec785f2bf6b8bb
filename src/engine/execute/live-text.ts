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
  readonly #decoder = new StringDecoder('utf8');
  #seen = 0;
  #omitted = 0;
  #pending = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    if (this.#seen < freeBytes) this.#pass(this.#decoder.write(chunk));
    else this.#hold(chunk);
    this.#seen += chunk.length;
  }

  /** Passes on what is held back. */
  flush(): void {
    this.#show();
    this.#pass(this.#decoder.end());
  }

  #hold(chunk: Buffer): void {
    const joined = this.#pending.length + chunk.length;
    const last = Buffer.concat([this.#pending, chunk.subarray(-tailBytes)]).subarray(-tailBytes);
    this.#omitted += joined - last.length;
    this.#pending = last;
    this.#timer ??= setTimeout(() => this.#show(), pauseMs).unref();
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#omitted > 0) this.#pass(`\n[… ${this.#omitted} bytes not shown …]\n`);
    this.#pass(this.#decoder.write(this.#pending));
    this.#omitted = 0;
    this.#pending = Buffer.alloc(0);
  }

  #pass(text: string): void {
    if (text !== '') this.#emit(text);
  }
}
