import type { Outcome, Output } from '../model/output.ts';
import type { Step, Way } from '../model/runbook.ts';

/** How far a runbook has come, so that a person can have it go on from there in another way. */
export class Progress {
  /** Outcomes of the statements that have finished, by id; one that is run again gets another. */
  results = new Map<string, Outcome>();
  /** Last outputs of the foreground statements of the step, by id. */
  readonly outputs = new Map<string, Output>();
  /** Of the last attempt of whatever statement. */
  lastOutput: Output | undefined;
  /** Steps that are still to come. */
  remaining: readonly Step[];
  /** Statements that passed in an earlier run, which this one goes on from. */
  passedBefore: ReadonlySet<string> = new Set();
  /** What those printed that are judged with statements of this run. */
  outputsBefore: ReadonlyMap<string, Output> = new Map();
  /** Where the run goes on behind the command that has just passed, when that is not what stands below it. */
  way: Way | undefined;
  /** Statements that a person wants run again, though they had a result. */
  readonly again = new Set<string>();
  /** The run has just gone back to an earlier step. */
  wentBack = false;
  /** Another text was taken over, and nothing of it has run yet. */
  reloaded = false;
  /** A way to a later step that the run is on. */
  #away: Way | undefined;
  /** How often a person had a statement run again. */
  readonly #retries = new Map<string, number>();

  constructor(steps: readonly Step[]) {
    this.remaining = steps;
  }

  /** At the start of a step. */
  forgetOutputs(): void {
    this.outputs.clear();
    for (const [id, output] of this.outputsBefore) this.outputs.set(id, output);
  }

  /** The way by which the run leaves out a step; it ends at the step that it leads to. */
  wayPast(step: string): Way | undefined {
    if (this.#away?.to === step) this.#away = undefined;
    return this.#away;
  }

  /** Behind a step: a way that it took counts from here on, and none does when a person has gone back. */
  endStep(): void {
    this.#away = this.wentBack ? undefined : (this.way ?? this.#away);
    this.way = undefined;
    this.wentBack = false;
  }

  /** The number of the retry that begins. */
  countRetry(id: string): number {
    const count = (this.#retries.get(id) ?? 0) + 1;
    this.#retries.set(id, count);
    return count;
  }
}
