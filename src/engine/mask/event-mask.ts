import type { RunEventBody } from '../model/event.ts';
import type { RunRecord } from '../model/record.ts';
import { createMasker, type Masker, MaskStream } from './masker.ts';

/**
 * Masks events where they arise, so that no reporter or record can hold a secret. Live output is masked across chunk
 * borders; secrets learnt later are masked from then on. What is secret by its shape is masked from the start.
 */
export class EventMask {
  readonly #secrets = new Set<string>();
  readonly #streams = new Map<string, MaskStream>();
  #masker: Masker | undefined;

  add(values: readonly string[]): void {
    const before = this.#secrets.size;
    for (const value of values) this.#secrets.add(value);
    if (this.#secrets.size > before) this.#masker = undefined;
  }

  /** Everything of an event but the pieces of live output, or of what is kept of events. */
  body<T extends RunEventBody | RunRecord>(body: T): T {
    const masker = this.#current;
    // Most hold nothing: they are not built anew.
    return holdsSecret(body, masker) ? (maskAll(body, masker) as T) : body;
  }

  /** A text of which no piece is missing. */
  text(text: string): string {
    return this.#current.text(text);
  }

  /** One piece of a stream; what may be the start of a secret is held back until the next piece or `flush`. */
  chunk(stream: string, text: string): string {
    const held = this.#streams.get(stream) ?? new MaskStream();
    this.#streams.set(stream, held);
    return this.#current.push(held, text);
  }

  flush(stream: string): string {
    const held = this.#streams.get(stream);
    this.#streams.delete(stream);
    return held === undefined ? '' : this.#current.flush(held);
  }

  get #current(): Masker {
    this.#masker ??= createMasker([...this.#secrets]);
    return this.#masker;
  }
}

/** Words of the event format and names that events refer to each other by; no command's output is in them. */
const structural = new Set([
  'block',
  'code',
  'ended',
  'file',
  'id',
  'kind',
  'outcome',
  'result',
  'severity',
  'statement',
  'step',
  'stream',
  'type',
]);

function holdsSecret(value: unknown, masker: Masker): boolean {
  if (typeof value === 'string') return masker.text(value) !== value;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => holdsSecret(item, masker));
  for (const key of Object.keys(value)) {
    const item: unknown = Reflect.get(value, key);
    if (!keepsAsIs(key, item) && holdsSecret(item, masker)) return true;
  }
  return false;
}

function maskAll(value: unknown, masker: Masker): unknown {
  if (typeof value === 'string') return masker.text(value);
  if (Array.isArray(value)) return value.map((item) => maskAll(item, masker));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, keepsAsIs(key, item) ? item : maskAll(item, masker)]),
  );
}

function keepsAsIs(key: string, value: unknown): boolean {
  return typeof value === 'string' && structural.has(key);
}
