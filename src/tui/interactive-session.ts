import type { Pause } from '../engine/model/control.ts';
import type { RunEvent } from '../engine/model/event.ts';
import type { LendTerminal } from '../engine/model/terminal.ts';
import { type ActionContext, answer, pressInSearch, runAction, suspend } from './actions.ts';
import { keyOfPress } from './find-keys.ts';
import type { FrontEnd } from './front-end.ts';
import type { Store } from './store.ts';
import { isAway, turned, type Ui } from './ui.ts';
import { type Layout, layoutOf } from './view/layout.ts';
import { type Screen, screenOf } from './view/screen.ts';
import { situationOf } from './view/situation.ts';
import { keyOf } from './view/view.ts';

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
    return layoutOf(columns, rows, this.store.current.ui);
  }

  /** Everything on the screen now. */
  get screen(): Screen {
    return this.#screenWith(this.store.current.ui);
  }

  #screenWith(ui: Ui): Screen {
    const { view, stopping } = this.store.current;
    const { layout, terminal } = this;
    const situation = situationOf(view, stopping, ui.kept);
    return screenOf({ view, ui, layout, situation, color: terminal.color, nowMs: this.store.now() });
  }

  lendWith(lend: Lend): void {
    this.#lend = lend;
  }

  onEvent(event: RunEvent): void {
    this.store.push(event);
    if (event.type === 'notice') this.#say(event.message);
    this.#followSteps(event);
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
    else if (pressed === 'ctrl-z') suspend(context);
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

  /** While somebody goes from step to step, the one that has run stays until the page is turned, or another runs. */
  #followSteps(event: RunEvent): void {
    const { ui } = this.store.current;
    const change = (next: (ui: Ui) => Ui): void => this.store.setUi(next);
    if (event.type === 'run-paused' && event.pause.why === 'step' && !ui.stepping)
      this.#beginStepping(event.pause);
    if (event.type === 'run-resumed' && (event.by === 'next' || event.by === 'resume'))
      change((now) => ({ ...turned(now), stepping: event.by === 'next' }));
    if (event.type === 'statement-started' && ui.kept !== undefined && !this.#isCleaning) change(turned);
    if (event.type === 'step-finished' && event.outcome !== 'skipped' && ui.stepping) this.#keep(event.step);
  }

  /** The run stands before a step since it was started so, or since somebody asked for it: what ran before stays. */
  #beginStepping({ step }: Pause): void {
    const { run } = this.store.current.view;
    const runbook = run.runbooks[run.current ?? ''];
    const steps = runbook?.runbook?.steps ?? [];
    const before = steps.slice(
      0,
      steps.findIndex(({ id }) => id === step),
    );
    const last = before.findLast(({ id }) => (runbook?.steps[id]?.outcome ?? 'skipped') !== 'skipped');
    this.store.setUi((ui) => ({ ...ui, stepping: true }));
    if (last !== undefined) this.#keep(last.id);
  }

  get #isCleaning(): boolean {
    const { run } = this.store.current.view;
    return run.runbooks[run.current ?? '']?.cleaning === true;
  }

  /** A step that has run stays in sight; not one of cleanup, nor one of a page that is only required. */
  #keep(step: string): void {
    const { run } = this.store.current.view;
    const runbook = run.runbooks[run.current ?? ''];
    if (runbook === undefined || runbook.cleaning || runbook.reason === 'required') return;
    this.store.setUi((ui) => ({ ...ui, kept: keyOf(runbook.file, step) }));
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
      sightOfAll: (step) =>
        this.#screenWith({ ...ui, scroll: { step, from: Number.POSITIVE_INFINITY } }).sight,
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
    if (this.#ended && ui.panel === undefined && ui.kept === undefined && !isAway(ui)) this.#left.resolve();
  }
}
