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
};

export type PlanOptions = {
  readonly from?: string;
  readonly until?: string;
  readonly only?: readonly string[];
  /** Whether a person can do `manual` blocks. */
  readonly interactive: boolean;
};
