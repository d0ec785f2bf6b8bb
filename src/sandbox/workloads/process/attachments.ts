import { PassThrough, type Readable } from 'node:stream';
import type { ProcessIo } from '../runtime.ts';
import { terminalInput } from './terminal-input.ts';

/** How long a container whose stdin is open waits for somebody to attach before it starts, in milliseconds. */
const patienceMs = 700;

/** Who is attached to a container, and what they type into it. */
export class Attachments {
  readonly all = new Set<ProcessIo>();
  readonly stdin = new PassThrough();
  readonly #ended = Promise.withResolvers<void>();
  readonly #someone = Promise.withResolvers<void>();
  readonly #onInterrupt: () => void;

  /** @param onInterrupt Told when somebody at a terminal presses Ctrl-C. */
  constructor(onInterrupt: () => void) {
    this.#onInterrupt = onInterrupt;
  }

  /** Resolves when the process has ended for good. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  end(): void {
    this.#ended.resolve();
  }

  /** Output from now on, and stdin into the process. Resolves when it ends. */
  async attach(io: ProcessIo): Promise<void> {
    this.all.add(io);
    if (io.stdin) this.#takeInput(io.stdin, io.tty);
    this.#someone.resolve();
    const left = new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve()));
    await Promise.race([this.ended, left]);
    this.all.delete(io);
  }

  /** Waits a little for somebody who wants to see all of it. */
  async patience(): Promise<void> {
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, patienceMs);
    await Promise.race([timer.promise, this.#someone.promise, this.ended]);
    clearTimeout(handle);
  }

  #takeInput(raw: Readable, tty: boolean): void {
    const input = tty ? terminalInput(raw) : { stdin: raw };
    input.stdin.on('data', (chunk: Buffer) => this.stdin.write(chunk)).once('end', () => this.stdin.end());
    if ('interrupted' in input) input.interrupted.addEventListener('abort', this.#onInterrupt);
  }
}
