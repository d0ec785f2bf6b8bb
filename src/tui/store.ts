import type { RunEvent } from '../engine/model/event.ts';
import type { Line } from './text/line.ts';
import { initialUi, type Ui } from './ui.ts';
import { History, type Paper } from './view/history.ts';
import { advance, initialView, type View } from './view/view.ts';

/** Lines that went to the scroll-back together. */
export type ScrollbackLines = { readonly id: number; readonly lines: readonly Line[] };

/** All that is drawn. */
export type Snapshot = {
  readonly view: View;
  readonly ui: Ui;
  readonly scrollback: readonly ScrollbackLines[];
  /** What the run came to, for the time when the screen has gone. */
  readonly finale: readonly Line[];
  /** Somebody asked the run to end. */
  readonly stopping: boolean;
  /** The live part of the screen has gone. */
  readonly gone: boolean;
};

/** Time between two drawings while events come in; keys are answered at once. */
const shortestPauseMs = 80;

/** While output comes in, which the run reads in the same thread: as long as lets drawing take a part of it at most. */
const longestPauseMs = 320;
const share = 1 / 20;

/**
 * Holds what is drawn. Events are folded as they come, thousands a second if need be; whoever draws is called a dozen
 * times a second at most, and less often where drawing takes long.
 */
export class Store {
  readonly #history: History;
  readonly #listeners = new Set<() => void>();
  #current: Snapshot = {
    view: initialView,
    ui: initialUi,
    scrollback: [],
    finale: [],
    stopping: false,
    gone: false,
  };
  #drawn: Snapshot = this.#current;
  readonly #clock: () => number;
  #heardAt: number;
  #calledAt = 0;
  #outputPauseMs = shortestPauseMs;
  #dueAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `clock` counts milliseconds from any time on. */
  constructor(paper: () => Paper, clock: () => number = () => performance.now()) {
    this.#history = new History(paper);
    this.#clock = clock;
    this.#heardAt = clock();
  }

  get current(): Snapshot {
    return this.#current;
  }

  push(event: RunEvent): void {
    const { view: before, scrollback } = this.#current;
    const view = advance(before, event);
    const lines = this.#history.linesOf(event, before, view);
    this.#heardAt = this.#clock();
    // What kept a run from starting belongs to what it came to.
    if (event.type === 'run-finished' || event.type === 'diagnostic')
      this.#current = { ...this.#current, view, finale: [...this.#current.finale, ...lines] };
    else if (lines.length === 0) this.#current = { ...this.#current, view };
    else this.#current = { ...this.#current, view, scrollback: [...scrollback, { id: event.seq, lines }] };
    this.#schedule(event.type === 'output' ? this.#outputPauseMs : shortestPauseMs);
  }

  /** Changes something that isn't the run's and shows it at once. */
  set(change: Partial<Pick<Snapshot, 'stopping' | 'gone'>>): void {
    this.#current = { ...this.#current, ...change };
    this.flush();
  }

  setUi(change: (ui: Ui) => Ui): void {
    this.#current = { ...this.#current, ui: change(this.#current.ui) };
    this.flush();
  }

  /** Milliseconds since the run started, on its own clock. */
  now(): number {
    const { elapsedMs, outcome } = this.#current.view.run;
    return outcome === undefined ? elapsedMs + this.#clock() - this.#heardAt : elapsedMs;
  }

  readonly snapshot = (): Snapshot => this.#drawn;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears how long a drawing took. */
  drew(tookMs: number): void {
    this.#outputPauseMs = Math.max(shortestPauseMs, Math.min(longestPauseMs, tookMs / share));
  }

  /** Shows everything at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#calledAt = performance.now();
    this.#drawn = this.#current;
    for (const listener of this.#listeners) listener();
  }

  #schedule(pauseMs: number): void {
    const now = performance.now();
    const dueAt = this.#calledAt + pauseMs;
    if (this.#timer !== undefined && this.#dueAt <= dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    if (dueAt <= now) this.flush();
    else this.#timer = setTimeout(() => this.flush(), dueAt - now);
  }
}
