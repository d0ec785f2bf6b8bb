import type { EventMask } from '../mask/event-mask.ts';
import type { RunEvent, RunEventBody } from '../model/event.ts';
import type { SessionChunk } from '../model/session.ts';
import { reduce } from './reduce.ts';
import { initialState, type RunState } from './state.ts';

/** Numbers, times and masks the events of one run, and keeps the state that they add up to. */
export class RunEvents {
  readonly mask: EventMask;
  readonly #listener: (event: RunEvent) => void;
  readonly #startedAt = performance.now();
  #state = initialState;
  #seq = 0;

  constructor(mask: EventMask, listener: (event: RunEvent) => void) {
    this.mask = mask;
    this.#listener = listener;
  }

  get state(): RunState {
    return this.#state;
  }

  emit(body: Exclude<RunEventBody, { type: 'output' }>): void {
    this.#send(this.mask.body(body));
  }

  /** Live output of a statement, masked across the borders of its pieces. */
  output(chunk: SessionChunk): void {
    const text = this.mask.chunk(streamName(chunk.statement, chunk.stream), chunk.text);
    if (text !== '') this.#send({ type: 'output', ...chunk, text });
  }

  /** Sends what the mask has held back of a statement's output: its attempt is over. */
  flushOutput(statement: string): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.mask.flush(streamName(statement, stream));
      if (text !== '') this.#send({ type: 'output', statement, stream, text, late: false });
    }
  }

  #send(body: RunEventBody): void {
    this.#seq += 1;
    const atMs = Math.round((performance.now() - this.#startedAt) * 10) / 10;
    const event: RunEvent = { seq: this.#seq, atMs, ...body };
    this.#state = reduce(this.#state, event);
    this.#listener(event);
  }
}

function streamName(statement: string, stream: 'stdout' | 'stderr'): string {
  return `${statement} ${stream}`;
}
