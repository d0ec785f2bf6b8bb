import type { Limits, PlanOptions } from '../model/plan.ts';
import type { Block, Expectation, Runbook } from '../model/runbook.ts';

/** Limit of a statement when neither the document nor the command line gives one. */
export const defaultTimeoutMs = 120_000;

/** What the blocks of a runbook fall back to: the command line's word, else the front matter's, else two minutes. */
export function limitsOf(runbook: Runbook, options: PlanOptions): Limits {
  return { timeoutMs: options.timeoutMs ?? runbook.meta.timeoutMs ?? defaultTimeoutMs };
}

/** Limit of each statement of a block. */
export function timeoutOf(block: Block, limits: Limits): number {
  return block.options.timeoutMs ?? limits.timeoutMs;
}

/**
 * How long a segment may be tried again: the longest `within` of its expectations; 0 means once. What the fence or the
 * front matter says has reached those for which trying again makes sense.
 */
export function windowOf(expectations: readonly Expectation[]): number {
  return Math.max(0, ...expectations.map(({ withinMs }) => withinMs ?? 0));
}
