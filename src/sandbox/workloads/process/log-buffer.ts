import type { LogOptions } from '../runtime.ts';

type Line = { readonly at: Date; readonly text: Buffer };

/** How much of a container's output is kept, in bytes. */
const capacity = 4 * 1024 * 1024;

const newline = 0x0a;

/**
 * What a container has printed, line by line with the time of each, oldest lines dropped beyond 4 MiB. A line that
 * has no end yet is held back until it gets one or the buffer is closed, as a container's log file does.
 */
export class LogBuffer {
  readonly #lines: Line[] = [];
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  /** How many lines were dropped, so that a follower keeps its place. */
  #dropped = 0;
  #closed = false;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** A stream of its own into the log: stdout and stderr must not mix within a line. */
  writer(): { write(chunk: Buffer): void; end(): void } {
    let partial = Buffer.alloc(0);
    return {
      write: (chunk) => {
        let rest = partial.length ? Buffer.concat([partial, chunk]) : chunk;
        for (let at = rest.indexOf(newline); at >= 0; at = rest.indexOf(newline)) {
          this.#add(rest.subarray(0, at + 1));
          rest = rest.subarray(at + 1);
        }
        partial = Buffer.from(rest);
      },
      end: () => {
        if (partial.length) this.#add(partial);
        partial = Buffer.alloc(0);
      },
    };
  }

  print(line: string): void {
    this.#add(Buffer.from(`${line}\n`));
  }

  /** Its last lines, of so many bytes at most. */
  tail(lines: number, bytes: number): string {
    const text = Buffer.concat(this.#lines.slice(-lines).map((line) => line.text));
    return text.subarray(Math.max(0, text.length - bytes)).toString();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *read(options: LogOptions): AsyncGenerator<Buffer> {
    const { tailLines, sinceTime, limitBytes = Number.POSITIVE_INFINITY } = options;
    let left = limitBytes;
    let next = this.#dropped;
    if (tailLines !== undefined) next = Math.max(next, this.#dropped + this.#lines.length - tailLines);
    for (;;) {
      next = Math.max(next, this.#dropped);
      for (const line of this.#lines.slice(next - this.#dropped)) {
        next += 1;
        if (sinceTime && line.at < sinceTime) continue;
        const text = stamped(line, options.timestamps).subarray(0, left);
        left -= text.length;
        yield text;
        if (left <= 0) return;
      }
      if (!options.follow || options.signal.aborted) return;
      if (next < this.#dropped + this.#lines.length) continue;
      if (this.#closed) return;
      await this.#changed(options.signal);
    }
  }

  #add(text: Buffer): void {
    this.#lines.push({ at: this.#now(), text });
    this.#bytes += text.length;
    while (this.#bytes > capacity && this.#lines.length > 1) {
      this.#bytes -= this.#lines.shift()?.text.length ?? 0;
      this.#dropped += 1;
    }
    this.#wake();
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

const stamped = ({ at, text }: Line, timestamps: boolean): Buffer =>
  timestamps ? Buffer.concat([Buffer.from(`${at.toISOString().replace('Z', '000000Z')} `), text]) : text;
