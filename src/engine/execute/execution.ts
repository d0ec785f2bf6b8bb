import { setTimeout as delay } from 'node:timers/promises';
import type { Output, StreamOutput } from '../model/output.ts';
import type { SessionChunk } from '../model/session.ts';
import type { Printed } from '../model/terminal.ts';
import { Capture } from './capture.ts';
import type { Fifo } from './fifo.ts';
import type { FifoPair } from './fifo-pool.ts';
import { LiveText } from './live-text.ts';
import type { Spool } from './spool.ts';

/** A statement this short is read once, at its end, instead of setting up event-driven reading. */
const streamAfterMs = 5;

type ExecutionOptions = {
  readonly statement: string;
  readonly pair: FifoPair;
  /** Bytes at either end of a stream that are kept. */
  readonly limit?: number;
  /** Makes the file for a stream that must be kept as a whole. */
  readonly spool?: () => Spool;
  /** The output comes from a terminal: it is shown there as it is. */
  readonly terminal?: Printed | undefined;
  readonly onChunk: (chunk: SessionChunk) => void;
  /** No process holds the pipes any more. */
  readonly onReleased: () => void;
};

type Stream = { readonly fifo: Fifo; readonly capture: Capture; readonly live: LiveText; open: boolean };

const emptyStream = { text: '', bytes: 0, truncated: false } as const;
/** Of what did not run. */
export const noOutput = {
  stdout: emptyStream,
  stderr: emptyStream,
  exitCode: null,
  pipeStatus: [],
  durationMs: 0,
} as const;

/** Of what could not begin, and why. */
export function refusedOutput(problem: string): Output {
  const stderr = { text: problem, bytes: Buffer.byteLength(problem), truncated: false };
  return { ...noOutput, stderr, exitCode: 1, ended: 'normally' };
}

/** Of a command that can't become ready, so that it was not run, and why. */
export function unreadyOutput(reason: string): Output {
  return { ...noOutput, ended: 'normally', readiness: { ready: false, reason } };
}

/**
 * What one statement prints, from its start until no process can print for it any more: a background job keeps
 * its execution alive, and what it prints after the statement's end is `late`.
 */
export class Execution {
  readonly statement: string;
  readonly #streams: Readonly<Record<'stdout' | 'stderr', Stream>>;
  readonly #onReleased: () => void;
  readonly #timer: NodeJS.Timeout;
  #late = false;
  #released = false;
  #gone: (() => void) | undefined;
  #changed: (() => void) | undefined;

  constructor(options: ExecutionOptions) {
    this.statement = options.statement;
    this.#onReleased = options.onReleased;
    this.#streams = { stdout: this.#open('stdout', options), stderr: this.#open('stderr', options) };
    this.#timer = setTimeout(() => this.#stream(), streamAfterMs);
  }

  /**
   * The foreground has ended: reads what is left of its output. Again later: reads what a background job has
   * printed up to now.
   * @throws ErrnoException when the pipes are gone: bash could not run the statement then, and its status says nothing.
   */
  finish(): void {
    clearTimeout(this.#timer);
    if (!this.#late) for (const { fifo } of this.#all()) fifo.mustBeThere();
    for (const stream of this.#all()) {
      if (stream.open && stream.fifo.drain()) stream.open = false;
      stream.live.flush();
    }
    this.#late = true;
    if (this.#all().some((stream) => stream.open)) this.#stream();
    else this.#release();
  }

  /** Waits until no process prints for it any more, for so long at most. */
  async released(withinMs: number): Promise<void> {
    if (this.#released) return;
    const gone = new Promise<void>((resolve) => {
      this.#gone = resolve;
    });
    await Promise.race([gone, delay(withinMs, undefined, { ref: false })]);
  }

  output(): { readonly stdout: StreamOutput; readonly stderr: StreamOutput } {
    const { stdout, stderr } = this.#streams;
    return { stdout: stdout.capture.output(), stderr: stderr.capture.output() };
  }

  /** The whole of the streams of which the output has only both ends. */
  whole(): { readonly stdout: Spool | undefined; readonly stderr: Spool | undefined } {
    const { stdout, stderr } = this.#streams;
    return { stdout: stdout.capture.whole, stderr: stderr.capture.whole };
  }

  /** Calls back after each chunk, for who waits for a certain text; `undefined` ends that. */
  watch(onChange: (() => void) | undefined): void {
    this.#changed = onChange;
  }

  #open(name: 'stdout' | 'stderr', options: ExecutionOptions): Stream {
    const { pair, statement, onChunk } = options;
    const capture = new Capture({ limit: options.limit, spool: options.spool });
    const live = new LiveText((text) => onChunk({ statement, stream: name, text, late: this.#late }));
    pair[name].open((chunk) => {
      options.terminal?.(chunk);
      const bytes = options.terminal ? withoutCarriageReturns(chunk) : chunk;
      capture.add(bytes);
      live.push(bytes);
      this.#changed?.();
    });
    return { fifo: pair[name], capture, live, open: true };
  }

  #stream(): void {
    for (const stream of this.#all()) if (stream.open) stream.fifo.stream(() => this.#onEnd(stream));
  }

  #onEnd(stream: Stream): void {
    stream.open = false;
    stream.live.flush();
    if (this.#all().every(({ open }) => !open)) this.#release();
  }

  #release(): void {
    if (!this.#released) this.#onReleased();
    this.#released = true;
    this.#gone?.();
  }

  #all(): readonly Stream[] {
    return [this.#streams.stdout, this.#streams.stderr];
  }
}

/** A terminal ends lines with CR LF. */
function withoutCarriageReturns(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
