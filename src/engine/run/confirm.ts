import type { Block } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import type { TargetFacts } from '../model/target.ts';
import type { RunOptions } from './options.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import type { StepRun } from './segment.ts';
import { skippedByHand } from './state.ts';

/** What a person said of a block: run it, leave it out, or something about the run. */
type Answer =
  | { readonly run: true }
  | { readonly run: false; readonly reason: string }
  | { readonly stop: Stop };

/** Whether somebody has to agree before a block runs: nobody does on a simulated cluster. */
export function asksFirst(
  { id, options: { confirm } }: Block,
  { simulated }: Pick<TargetFacts, 'simulated'>,
  { confirmed = [] }: Pick<RunOptions, 'confirmed'>,
): boolean {
  return confirm !== undefined && !simulated && !confirmed.includes(id) && !confirmed.includes('all');
}

/** Asks whether a block that says `confirm` may run. */
export async function confirmBlock({ run, step, control }: StepRun, block: Block): Promise<Answer> {
  const { options } = run.context;
  const ids = statementsOf([block]).map(({ id }) => id);
  const isSettled = ids.every((id) => run.progress.results.has(id));
  if (isSettled || !asksFirst(block, run.target.facts, options)) return { run: true };
  if (control === undefined) {
    const agrees = await options.ask?.(block.options.confirm ?? '');
    return agrees ? { run: true } : { run: false, reason: 'nobody agreed to it' };
  }
  const statement = ids[0] ?? block.id;
  const decision = await pauseAt(run, {
    why: 'confirm',
    step: step.id,
    block: block.id,
    statement,
    again: [],
  });
  if (decision.type === 'confirm') return { run: true };
  if (decision.type === 'skip' && decision.what !== 'step') return { run: false, reason: skippedByHand };
  return { stop: stopBy(decision) ?? 'by hand' };
}
