import type { Block } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import type { Decision } from './control.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import type { StatementResult } from './retry-schedule.ts';
import type { StepRun } from './segment.ts';
import { skippedByHand } from './state.ts';

/** Waits for a person to do a block, and for what they say of it; without a front end nobody can be asked. */
export async function runManualBlock(stepRun: StepRun, block: Block): Promise<Stop | undefined> {
  // Said already, before another text was taken over.
  const isSettled = idsOf(block).every((id) => stepRun.run.progress.results.has(id));
  if (stepRun.control === undefined || isSettled) return undefined;
  for (let retry = 0; ; retry += 1) {
    stepRun.run.progress.reloaded = false;
    const decision = await pause(stepRun, block, 'manual');
    const result = resultOf(decision);
    if (result === undefined) return stopBy(decision);
    for (const id of idsOf(block)) stepRun.run.finish(id, { ...result, ...(retry === 0 ? {} : { retry }) });
    if (result.outcome !== 'failed') return stopBy(decision);
    const next = await pause(stepRun, block, 'failure');
    if (next.type !== 'retry') return stopBy(next);
  }
}

/** What a person says; undefined when the decision isn't about the block alone. */
function resultOf(decision: Decision): StatementResult | undefined {
  switch (decision.type) {
    case 'done':
      return { outcome: 'passed', reason: 'done by a person' };
    case 'skip':
      return { outcome: 'skipped', reason: skippedByHand };
    case 'failed': {
      const message = `a person says that it failed${decision.reason ? `: ${decision.reason}` : ''}`;
      return { outcome: 'failed', failure: { kind: 'manual', message } };
    }
    default:
      return undefined;
  }
}

function pause({ run, step }: StepRun, block: Block, why: 'manual' | 'failure') {
  const ids = idsOf(block);
  const again = why === 'failure' ? ids : [];
  return pauseAt(run, { why, step: step.id, block: block.id, statement: ids[0] ?? block.id, again });
}

function idsOf(block: Block): readonly string[] {
  return statementsOf([block]).map(({ id }) => id);
}
