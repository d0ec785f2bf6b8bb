import type { Command, CommandName, Control, Pause, Refusal, Subshell } from '../model/control.ts';

/** What ends a pause: a command that it accepts, or an interruption. */
export type Decision = Exclude<Command, { type: 'pause' | 'quit' }> | { readonly type: 'interrupt' };

/** A pause as the run sees it. `path` is the file of the runbook that it stands in. */
type Paused = { readonly pause: Pause; readonly path: string; readonly subshell: () => Promise<Subshell> };

/** How far the run goes before it pauses by itself. */
type Mode = 'on' | 'to-step' | 'to-statement';

/** Commands that are taken while the run is at work. */
const always: readonly CommandName[] = ['next', 'pause', 'resume', 'quit'];

/**
 * Both ends of the channel between a front end and one run: `send` and `subshell` are the front end's, the rest is
 * for the engine. A run that is given none never pauses.
 */
export class RunControl implements Control {
  #mode: Mode;
  /** The only step before which it pauses, where one was named. */
  #until: string | undefined;
  /** A pause before a step was one before its first statement, too. */
  #passes = false;
  #waiting: (Paused & { readonly settle: (decision: Decision) => void }) | undefined;
  #over = false;
  readonly #quit = new AbortController();

  /** `paused`: pause before the first step. */
  constructor({ paused = false }: { readonly paused?: boolean } = {}) {
    this.#mode = paused ? 'to-step' : 'on';
  }

  send(command: Command): Refusal | undefined {
    const why = this.#whyNot(command);
    if (why !== undefined) return { refused: why };
    this.#take(command);
    return undefined;
  }

  async subshell(): Promise<Subshell | Refusal> {
    if (this.#waiting === undefined) return { refused: 'the run is at work: pause it first' };
    try {
      return await this.#waiting.subshell();
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Aborted by `quit`. */
  get signal(): AbortSignal {
    return this.#quit.signal;
  }

  /** Whether it pauses before a step, by its id. */
  pausesAtStep(step: string): boolean {
    return this.#mode === 'to-step' && (this.#until === undefined || this.#until === step);
  }

  /** Whether it pauses before the statement that comes now. */
  pausesAtStatement(): boolean {
    const passes = this.#passes;
    this.#passes = false;
    return this.#mode === 'to-statement' && !passes;
  }

  /** Waits for a command that the pause accepts. Commands are taken from the moment this is called. */
  async wait(paused: Paused, signal: AbortSignal): Promise<Decision> {
    const { promise, resolve } = Promise.withResolvers<Decision>();
    const interrupt = (): void => resolve({ type: 'interrupt' });
    this.#waiting = { ...paused, settle: resolve };
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    const decision = await promise;
    signal.removeEventListener('abort', interrupt);
    this.#waiting = undefined;
    return decision;
  }

  /** The run has ended: nothing is taken any more. */
  end(): void {
    this.#over = true;
  }

  #whyNot(command: Command): string | undefined {
    if (this.#over) return 'the run is over';
    if (this.#quit.signal.aborted) return 'the run is being stopped';
    const accepts = this.#waiting?.pause.accepts ?? always;
    if (!accepts.includes(command.type)) return notHere(command.type, this.#waiting?.pause);
    if (command.type !== 'reload' || command.runbook.source.path === this.#waiting?.path) return undefined;
    return `the run is in another file: ${this.#waiting?.path}`;
  }

  #take(command: Command): void {
    switch (command.type) {
      case 'quit':
        this.#quit.abort();
        return;
      case 'pause':
        this.#mode = 'to-statement';
        this.#passes = false;
        return;
      case 'next':
        this.#mode = command.what === 'statement' ? 'to-statement' : 'to-step';
        this.#until = command.until;
        this.#passes = this.#waiting?.pause.why === 'step';
        this.#settle(command);
        return;
      case 'resume':
        this.#mode = 'on';
        this.#passes = false;
        this.#settle(command);
        return;
      case 'back':
        this.#mode = 'to-step';
        this.#until = undefined;
        this.#settle(command);
        return;
      case 'retry':
      case 'skip':
      case 'reload':
      case 'done':
      case 'failed':
      case 'confirm':
        this.#settle(command);
        return;
      default:
        command satisfies never;
    }
  }

  #settle(decision: Decision): void {
    this.#waiting?.settle(decision);
    this.#waiting = undefined;
  }
}

function notHere(name: CommandName, pause: Pause | undefined): string {
  if (pause === undefined) return `\`${name}\` is for a pause, and the run is at work`;
  if (name === 'pause') return 'the run is paused already';
  const accepted = pause.accepts.map((item) => `\`${item}\``).join(', ');
  return `\`${name}\` makes no sense here; this pause takes ${accepted}`;
}
