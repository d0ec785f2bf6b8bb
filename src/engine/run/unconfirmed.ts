import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { plannedBlocksOf } from '../model/statements.ts';
import type { TargetFacts } from '../model/target.ts';
import { asksFirst } from './confirm.ts';
import type { RunOptions } from './options.ts';

/** Blocks that ask before they run, in a run in which nobody can be asked: it would stop in the middle. */
export function unconfirmedBlocks(
  { runbooks }: Plan,
  facts: Pick<TargetFacts, 'simulated'>,
  options: Pick<RunOptions, 'confirmed' | 'control' | 'ask'>,
): readonly Diagnostic[] {
  if (options.control !== undefined || options.ask !== undefined) return [];
  return runbooks.flatMap((item) =>
    plannedBlocksOf(item)
      .filter((block) => asksFirst(block, facts, options))
      .map(
        ({ id, span, options: { confirm = '' } }): Diagnostic => ({
          code: 'plan/unconfirmed',
          severity: 'error',
          message: `The block \`${id}\` asks before it runs, and nobody is there to answer: ${confirm}`,
          span,
          hint: `Agree beforehand: \`--confirm ${id}\`; or run it at a terminal.`,
        }),
      ),
  );
}
