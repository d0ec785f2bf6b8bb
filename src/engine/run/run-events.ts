import type { EventMask } from '../mask/event-mask.ts';
import type { RunEvent, RunEventBody } from '../model/event.ts';
import type { SessionChunk } from '../model/session.ts';
import { reduce } from './reduce.ts';
import { initialState, type RunState } from './state.ts';

/** Pieces of one statement's output that are kept; live output is thinned out long before there are more. */
const mostHeld = 2_000;

/** Numbers, times and masks the events of one run, and keeps the state that they add up to. */
export class RunEvents {
  readonly mask: EventMask;
  readonly #listener: (event: RunEvent) => void;
  /** By statement. */
  readonly #held = new Map<string, SessionChunk[]>();
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
    const held = this.#held.get(chunk.statement);
    if (held === undefined) this.#show(chunk);
    else if (held.length < mostHeld) held.push(chunk);
  }

  /** Keeps what a statement prints until `releaseOutput`, since a secret may be in it that isn't known yet. */
  holdOutput(statement: string): void {
    this.#held.set(statement, []);
  }

  releaseOutput(statement: string): void {
    const held = this.#held.get(statement) ?? [];
    this.#held.delete(statement);
    for (const chunk of held) this.#show(chunk);
  }

  #show(chunk: SessionChunk): void {
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
