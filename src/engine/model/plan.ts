import type { Runbook } from './runbook.ts';

/** What will run, in order. Nothing has been touched yet. */
export type Plan = {
  readonly runbooks: readonly PlannedItem[];
  readonly clusters: Readonly<Record<string, string>>;
};

/** `required` runbooks run only when their `ready` probe says that their result isn't there. */
export type PlannedItem = {
  readonly runbook: Runbook;
  readonly reason: 'asked' | 'required';
  /** Ids of the blocks that will run; the others are reported as skipped with the reason. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Absolute paths of the runbooks in the plan that this one requires. */
  readonly requires: readonly string[];
  readonly limits: Limits;
  /** What it was planned with, to plan another text of it by. */
  readonly options: PlanOptions;
};

/** What a block's own options fall back to. */
export type Limits = { readonly timeoutMs: number };

export type PlanOptions = {
  readonly from?: string;
  readonly until?: string;
  readonly only?: readonly string[];
  /** Whether a person can do `manual` blocks. */
  readonly interactive: boolean;
  /** Whether a person can type at the terminals of `tty` blocks. */
  readonly terminal?: boolean;
  /** Default limit of a statement, before what the front matter says. */
  readonly timeoutMs?: number;
  /** Names of the variables that sessions start with. Without them nothing can be said of variables that nothing sets. */
  readonly given?: readonly string[];
  /** What is taken of several ways, by the name of the choice: `{ os: ['linux'], cloud: ['aws'] }`. */
  readonly variants?: Readonly<Record<string, readonly string[]>>;
  /** The system of this machine: `linux`, `macos` or `windows`. */
  readonly os?: string;
  /** Contexts chosen by the user, by cluster variable. */
  readonly clusters?: Readonly<Record<string, string>>;
};
