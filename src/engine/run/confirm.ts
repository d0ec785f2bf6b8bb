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

/**
 * What somebody is asked before a block runs, and nobody on a simulated cluster: what it says with `confirm`, or whether
 * what destroys may do so on a guarded context. Cleanup undoes what the page made, and asks nothing by itself. Undefined
 * when it may run.
 */
export function questionBefore(
  block: Block,
  { simulated, clusters }: Pick<TargetFacts, 'simulated' | 'clusters'>,
  { confirmed = [], guarded = [] }: Pick<RunOptions, 'confirmed' | 'guarded'>,
): string | undefined {
  const { id, options } = block;
  if (simulated || confirmed.includes(id) || confirmed.includes('all')) return undefined;
  if (options.confirm !== undefined || options.cleanup) return options.confirm;
  const contexts = clusters.map(({ context }) => context).filter((context) => guarded.includes(context));
  const destroying = contexts.length === 0 ? [] : statementsOf([block]).filter(({ destroys }) => destroys);
  if (destroying.length === 0) return undefined;
  const commands = destroying.flatMap(({ action }) =>
    action.kind === 'shell' ? `\`${action.script}\`` : [],
  );
  return `${contexts.join(', ')} is protected, and this destroys something: ${commands.join(', ')}. Run it?`;
}

/** Asks whether a block that says `confirm` may run. */
export async function confirmBlock({ run, step, control }: StepRun, block: Block): Promise<Answer> {
  const { options } = run.context;
  const ids = statementsOf([block]).map(({ id }) => id);
  const isSettled = ids.every((id) => run.progress.results.has(id));
  const question = isSettled ? undefined : questionBefore(block, run.target.facts, options);
  if (question === undefined) return { run: true };
  if (control === undefined) {
    const agrees = await options.ask?.(question);
    return agrees ? { run: true } : { run: false, reason: 'nobody agreed to it' };
  }
  const statement = ids[0] ?? block.id;
  const decision = await pauseAt(run, {
    why: 'confirm',
    step: step.id,
    block: block.id,
    statement,
    again: [],
    question,
  });
  if (decision.type === 'confirm') return { run: true };
  if (decision.type === 'skip' && decision.what !== 'step') return { run: false, reason: skippedByHand };
  return { stop: stopBy(decision) ?? 'by hand' };
}
