import type { EventMask } from '../mask/event-mask.ts';
import type { KeptSession, Resumed } from '../model/resume.ts';
import type { Target } from '../model/target.ts';
import type { LendTerminal } from '../model/terminal.ts';
import type { RunControl } from './control.ts';
import type { RunEvents } from './run-events.ts';
import type { NextText } from './watch.ts';

export type RunOptions = {
  readonly target: Target;
  /** The first interruption: the statement at work is stopped, later ones are cancelled, cleanup runs. */
  readonly signal: AbortSignal;
  /** The second: cleanup is stopped as well. */
  readonly stop?: AbortSignal;
  /** Required runbooks are taken as done: they are neither run nor looked at. */
  readonly trustsRequired?: boolean;
  /** Go on with the next step after a failure. */
  readonly keepGoing?: boolean;
  /**
   * Unmet expectations of runbooks that were asked for stop nothing, as long as their commands succeed: so that one run
   * finds all of them.
   */
  readonly beyondUnmet?: boolean;
  /** Commands whose checks are unmet and that only read are run again, this much later at first: to tell what moves. */
  readonly seeAgainAfterMs?: number;
  /** What masks the events, for who prints something of the run besides them; learns more while it runs. */
  readonly eventMask?: EventMask;
  /** Environment that sessions inherit; `process.env` if not given. */
  readonly inherited?: Readonly<Record<string, string | undefined>>;
  /** Variables given for this run; they win over everything. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of the pages' inputs. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Blocks with `confirm` that may run without asking, by their ids; `all`: each of them. */
  readonly confirmed?: readonly string[];
  /** Contexts on which somebody has to agree to what destroys, as if its block had `confirm`. */
  readonly guarded?: readonly string[];
  /** Asks whether a block with `confirm` may run, where there is no front end. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** What an earlier run of the same plan did: this one goes on from there. */
  readonly resumed?: Resumed;
  /** Is given what is kept of a runbook's session, by its file, whenever that has changed. */
  readonly onKept?: (file: string, session: KeptSession) => void;
  readonly shell?: string;
  /** At the end of a page that was asked for: other texts of it, which run in its session, before its cleanup. */
  readonly watch?: NextText;
  /** Lends the person's terminal to `tty` blocks, one statement at a time. */
  readonly lendTerminal?: LendTerminal;
  /** Names of further variables whose values are masked. */
  readonly mask?: readonly string[];
  /**
   * Commands of a front end, of this run alone. With it a failure pauses the run until somebody decides, and `manual`
   * blocks wait for their person; the plan should be made as interactive then.
   */
  readonly control?: RunControl;
};

/** What every part of a run needs. */
export type RunContext = {
  readonly options: RunOptions;
  readonly events: RunEvents;
  /** The second interruption, or the end of whoever reads the events: nothing more may run. */
  readonly stop: AbortSignal;
  /** Resolves when statements may change something. */
  readonly ready: () => Promise<unknown>;
};
