import type { RunEventBody } from '../model/event.ts';
import type { Block, Step } from '../model/runbook.ts';
import type { Target } from '../model/target.ts';
import type { EventMask } from './secrets.ts';

/** What a person said about a `manual` block. */
type Handled = 'done' | 'skipped';

export type RunOptions = {
  readonly target: Target;
  /** The first interruption: the statement at work is stopped, later ones are cancelled, cleanup runs. */
  readonly signal: AbortSignal;
  /** The second: cleanup is stopped as well. */
  readonly stop?: AbortSignal;
  /** Go on with the next step after a failure. */
  readonly keepGoing?: boolean;
  /** Environment that sessions inherit; `process.env` if not given. */
  readonly inherited?: Readonly<Record<string, string | undefined>>;
  /** Variables given for this run; they win over everything. */
  readonly env?: Readonly<Record<string, string>>;
  readonly shell?: string;
  /** Names of further variables whose values are masked. */
  readonly mask?: readonly string[];
  /** Asks a person to do a `manual` block; without it, plans must be made as not interactive. */
  readonly person?: (step: Step, block: Block) => Promise<Handled>;
};

type Emit = (body: RunEventBody) => void;

/** What every part of the conductor needs. */
export type Conducting = {
  readonly options: RunOptions;
  readonly emit: Emit;
  readonly mask: EventMask;
  readonly stop: AbortSignal;
};
