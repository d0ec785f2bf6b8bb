import { setTimeout as sleep } from 'node:timers/promises';
import { areSettled } from '../expectations/moments.ts';
import type { Output } from '../model/output.ts';
import { onlyReads, printsItsOwnText } from '../shell/only-reads.ts';
import type { StatementRun } from './attempts.ts';

/** How often a command is looked at again, and how the time before each look grows, up to so many of the first. */
const most = 6;
const growth = 1.5;
const mostGrowth = 3;

/**
 * Runs a command that only reads again, until it prints the same as before: what moves shows, and what was still on its
 * way comes to rest. Says what it printed each time. Only where that is asked for, of what can be run again.
 */
export async function seeAgain(statementRun: StatementRun, output: Output): Promise<void> {
  const firstMs = statementRun.run.context.options.seeAgainAfterMs;
  if (firstMs === undefined || !canBeSeenAgain(statementRun, output)) return;
  const { run, statement, signal } = statementRun;
  const startedAt = performance.now();
  let before = output;
  let moves = false;
  let same = 0;
  for (let look = 0; look < most && same < (moves ? 2 : 1); look += 1) {
    await sleep(firstMs * Math.min(growth ** look, mostGrowth), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const again = await run.execute({ ...statementRun, judged: false });
    await run.session.forget([again]);
    if (again.exitCode !== output.exitCode || !isWhole(again)) return;
    const afterMs = Math.round(performance.now() - startedAt);
    run.context.events.emit({ type: 'seen-again', statement: statement.id, output: again, afterMs });
    const isSame = areSettled(linesOf(before), linesOf(again));
    same = isSame ? same + 1 : 0;
    moves ||= !isSame;
    before = again;
  }
}

function canBeSeenAgain({ run, block, statement }: StatementRun, output: Output): boolean {
  if (run.item.reason !== 'asked' || !isWhole(output)) return false;
  const { action } = statement;
  if (action.kind !== 'shell' || action.background || block.options.tty || block.program !== undefined)
    return false;
  return onlyReads(action.script) && !printsItsOwnText(action.script);
}

function isWhole({ ended, stdout, stderr }: Output): boolean {
  return ended === 'normally' && !stdout.truncated && !stderr.truncated;
}

function linesOf({ stdout, stderr }: Output): readonly string[] {
  return [...stdout.text.split('\n'), ...stderr.text.split('\n')];
}
