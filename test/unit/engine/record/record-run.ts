import { EventMask } from '../../../../src/engine/mask/event-mask.ts';
import type { RunRecord } from '../../../../src/engine/model/record.ts';
import type { Runbook } from '../../../../src/engine/model/runbook.ts';
import { evidenceOf } from '../../../../src/engine/record/evidence.ts';
import { recordOfRun } from '../../../../src/engine/record/record-of-run.ts';
import { type PlayOptions, play } from '../../../helpers/play.ts';

/** Runs a fixture with a real bash, and gives what would be recorded of it. */
export async function recordRun(
  name: string,
  options: PlayOptions = {},
): Promise<{ readonly runbook: Runbook; readonly record: RunRecord }> {
  const eventMask = new EventMask();
  const { plan, state } = await play([name], { eventMask, ...options });
  const runbook = plan.runbooks.at(-1)?.runbook;
  const own = state.runbooks[name];
  if (runbook === undefined || own === undefined || state.target === undefined)
    throw new Error('it did not run');
  const finished = {
    runbook,
    state: own,
    target: state.target,
    opaque: state.opaque,
    verified: '2026-01-31',
    by: 'runbook 0.1.0',
    evidence: evidenceOf(runbook, { since: new Date() }),
  };
  return { runbook, record: eventMask.body(recordOfRun(finished)) };
}
