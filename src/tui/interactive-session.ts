import type { RunEvent } from '../engine/model/event.ts';
import type { LendTerminal } from '../engine/model/terminal.ts';
import { type ActionContext, answer, askAboutSuspending, pressInSearch, runAction } from './actions.ts';
import { keyOfPress } from './find-keys.ts';
import type { FrontEnd } from './front-end.ts';
import type { Store } from './store.ts';
import { isAway } from './ui.ts';
import { type Layout, layoutOf } from './view/layout.ts';
import { type Screen, screenOf } from './view/screen.ts';
import { situationOf } from './view/situation.ts';

/** The terminal as the session uses it. */
type UiTerminal = {
  readonly color: boolean;
  size(): { readonly columns: number; readonly rows: number };
  /** Writes what doesn't show. */
  send(sequence: string): void;
};

/** Hands the terminal to something else until it is done. */
type Lend = (use: () => Promise<void>) => Promise<void>;

/** Where a person sits: turns keys into commands of the run and changes of the screen. */
export class InteractiveSession {
  readonly store: Store;
  readonly terminal: UiTerminal;
  readonly #front: FrontEnd;
  readonly #left = Promise.withResolvers<void>();
  #lend: Lend = (use) => use();
  /** Whoever has the terminal last. */
  #lending: Promise<unknown> = Promise.resolve();
  #reload = false;
  #ended = false;

  constructor(store: Store, terminal: UiTerminal, front: FrontEnd) {
    this.store = store;
    this.terminal = terminal;
    this.#front = front;
  }

  /** Settles when the run has ended and nobody looks at anything any more. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  get layout(): Layout {
    const { columns, rows } = this.terminal.size();
    return layoutOf(columns, rows);
  }

  /** Everything on the screen now. */
  get screen(): Screen {
    const { view, ui, stopping } = this.store.current;
    const { layout, terminal } = this;
    const situation = situationOf(view, stopping);
    return screenOf({ view, ui, layout, situation, color: terminal.color, nowMs: this.store.now() });
  }

  lendWith(lend: Lend): void {
    this.#lend = lend;
  }

  onEvent(event: RunEvent): void {
    this.store.push(event);
    if (event.type === 'notice') this.#say(event.message);
    if (event.type === 'run-paused' && this.store.current.ui.untilPaused) this.#clearMessage();
    if (event.type === 'run-paused' || event.type === 'run-finished') this.#reloadIfAsked();
  }

  /** Lends the terminal to a command of the run; `own` is it without us. */
  async lendTerminal(own: LendTerminal, command: string): ReturnType<LendTerminal> {
    const [lent, over] = [
      Promise.withResolvers<Awaited<ReturnType<LendTerminal>>>(),
      Promise.withResolvers<undefined>(),
    ];
    const whole = this.#lendTo(async () => {
      const terminal = await own(command);
      const takeBack = async (): Promise<void> => {
        await terminal.takeBack();
        over.resolve(undefined);
        await whole;
      };
      lent.resolve({ ...terminal, takeBack });
      return over.promise;
    });
    whole.catch(lent.reject);
    return lent.promise;
  }

  /** The run has ended: leaves when nobody is looking at something, or can be. */
  end(): void {
    this.#ended = true;
    const { interrupted } = this.#front;
    interrupted.addEventListener('abort', () => this.#left.resolve());
    if (interrupted.aborted) this.#left.resolve();
    this.#leaveIfIdle();
  }

  press(pressed: string): void {
    const context = this.#context();
    if (context.ui.message !== undefined) this.#clearMessage();
    if (pressed === 'ctrl-c') this.#interrupt();
    else if (context.ui.asks !== undefined) answer(pressed, context.ui.asks, context);
    else if (pressed === 'ctrl-z') askAboutSuspending(context);
    else if (context.ui.panel === 'search') pressInSearch(pressed, context);
    else if (context.ui.panel === 'help') this.#pressInHelp(pressed, context);
    else {
      const key = keyOfPress(pressed);
      if (key !== undefined) runAction(key.action, context);
    }
    this.#leaveIfIdle();
  }

  /** Pasted text is what is searched for, and no keys. */
  paste(text: string): void {
    const { panel } = this.store.current.ui;
    const [line = ''] = text.trim().split(/[\r\n]/);
    if (panel === 'search') this.store.setUi((ui) => ({ ...ui, query: ui.query + line, hit: 0 }));
    else this.#say('Pasted text does nothing here; / searches, and takes it.');
  }

  #clearMessage(): void {
    this.store.setUi(({ message: _, untilPaused: _until, ...ui }) => ui);
  }

  #pressInHelp(pressed: string, context: ActionContext): void {
    const action = keyOfPress(pressed)?.action;
    if (action === 'page-up' || action === 'page-down') runAction(action, context);
    else this.store.setUi(({ panel: _, scroll: _scroll, ...ui }) => ui);
  }

  #interrupt(): void {
    this.#front.interrupt();
    this.store.set({ stopping: true });
  }

  #context(): ActionContext {
    const { store, screen } = this;
    const { view, ui, stopping } = store.current;
    return {
      view,
      ui,
      screen,
      stopping,
      rows: this.layout.document.rows,
      front: this.#front,
      setUi: (change) => store.setUi(change),
      setStopping: () => store.set({ stopping: true }),
      setReload: () => {
        this.#reload = true;
        this.#reloadIfAsked();
      },
      lend: (use) => this.#lendTo(use),
      send: (sequence) => this.terminal.send(sequence),
      leave: () => this.#left.resolve(),
    };
  }

  async #lendTo(use: () => Promise<string | undefined>): Promise<void> {
    const before = this.#lending;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#lending = promise;
    await before;
    const release = this.#front.holdInterrupts();
    try {
      await this.#lend(async () => {
        const problem = await use();
        if (problem !== undefined) this.#say(problem);
      });
    } finally {
      release();
      resolve();
      this.#leaveIfIdle();
    }
  }

  /** An edited text is taken over as soon as the run stands where it takes one. */
  #reloadIfAsked(): void {
    const { view } = this.store.current;
    const { pause, outcome } = view.run;
    if (!this.#reload) return;
    if (outcome !== undefined) this.#reload = false;
    else if (pause?.accepts.includes('reload')) this.#takeOver();
    else if (this.#front.control.send({ type: 'pause' }) === undefined)
      this.#say('The new text is taken over before the next command.');
  }

  #takeOver(): void {
    this.#reload = false;
    const problem = this.#whyNotTakenOver();
    if (problem !== undefined) this.#say(problem);
  }

  #whyNotTakenOver(): string | undefined {
    const { run } = this.store.current.view;
    const runbook = run.runbooks[run.current ?? '']?.runbook;
    if (runbook === undefined) return 'No runbook is at work any more.';
    const reread = this.#front.reread(runbook);
    if ('problem' in reread) return reread.problem;
    if (reread.runbook.source.text === runbook.source.text) return undefined;
    const refusal = this.#front.control.send({ type: 'reload', runbook: reread.runbook });
    return refusal && `The new text was not taken over: ${refusal.refused}.`;
  }

  #say(message: string): void {
    this.store.setUi(({ untilPaused: _, ...ui }) => ({ ...ui, message }));
  }

  #leaveIfIdle(): void {
    const { ui } = this.store.current;
    if (this.#ended && ui.panel === undefined && !isAway(ui)) this.#left.resolve();
  }
}
