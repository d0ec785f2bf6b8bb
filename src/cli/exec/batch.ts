import type { BatchEventBody, BatchStreamEvent, RunName } from '../../engine/model/batch.ts';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Reporter } from '../../engine/model/reporter.ts';

/** Hands the events of many runs to reporters as one stream. */
export class Batch {
  readonly #reporters: readonly Reporter<BatchStreamEvent>[];
  readonly #startedAt = performance.now();
  #seq = 0;

  constructor(reporters: readonly Reporter<BatchStreamEvent>[]) {
    this.#reporters = reporters;
  }

  /** Tells of the batch itself. */
  emit(body: BatchEventBody): void {
    const atMs = Math.round((performance.now() - this.#startedAt) * 10) / 10;
    this.#push({ seq: this.#next(), atMs, ...body });
  }

  /** Passes on what happened in a run. */
  pass(event: RunEvent, run: RunName): void {
    this.#push({ ...event, seq: this.#next(), run });
  }

  #next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  #push(event: BatchStreamEvent): void {
    for (const reporter of this.#reporters) reporter.onEvent(event);
  }
}
