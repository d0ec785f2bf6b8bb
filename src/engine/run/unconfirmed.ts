import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Block } from '../model/runbook.ts';
import { plannedBlocksOf } from '../model/statements.ts';
import type { TargetFacts } from '../model/target.ts';
import { questionBefore } from './confirm.ts';
import type { RunOptions } from './options.ts';

/** Blocks that ask before they run, in a run in which nobody can be asked: it would stop in the middle. */
export function unconfirmedBlocks(
  { runbooks }: Plan,
  facts: Pick<TargetFacts, 'simulated' | 'clusters'>,
  options: Pick<RunOptions, 'confirmed' | 'control' | 'ask' | 'guarded'>,
): readonly Diagnostic[] {
  if (options.control !== undefined || options.ask !== undefined) return [];
  return runbooks.flatMap((item) =>
    plannedBlocksOf(item).flatMap((block): readonly Diagnostic[] => {
      const question = questionBefore(block, facts, options);
      return question === undefined ? [] : [unconfirmed(block, question)];
    }),
  );
}

function unconfirmed({ id, span }: Block, question: string): Diagnostic {
  return {
    code: 'plan/unconfirmed',
    severity: 'error',
    message: `The block \`${id}\` asks before it runs, and nobody is there to answer: ${question}`,
    span,
    hint: `Agree beforehand: \`--confirm ${id}\`; or run it at a terminal.`,
  };
}
