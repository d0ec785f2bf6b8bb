import type { Command } from '../model/control.ts';
import type { Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import type { RunbookRun } from './runbook-run.ts';

type Back = Extract<Command, { type: 'back' }>;

/**
 * Has a runbook go on at an earlier step, or at the one at which it stands, as if nothing of it had run; of the steps
 * behind it the same is true, unless it is the only one. What the steps did to the session and to the clusters stays:
 * only their jobs are ended, since they would be in the way of those that are started again.
 * A step that is still to come is none to go back to: the run goes on where it stands.
 * @param at The step at which the run stands.
 */
export async function goBack(run: RunbookRun, { step, only }: Back, at: string): Promise<void> {
  const { progress, item, session } = run;
  const { steps } = item.runbook;
  const from = steps.findIndex(({ id }) => id === step);
  const here = steps.findIndex(({ id }) => id === at);
  if (from === -1 || from > here) {
    progress.remaining = [...steps.slice(here, here + 1), ...progress.remaining];
    return;
  }
  const again = only ? steps.slice(from, from + 1) : steps.slice(from, here + 1);
  const dropped = again.flatMap(bodyOf).filter((id) => progress.results.has(id));
  for (const id of dropped) {
    progress.results.delete(id);
    progress.again.add(id);
  }
  const standing = only && from < here ? steps.slice(here, here + 1) : [];
  progress.remaining = [...again, ...standing, ...progress.remaining];
  progress.wentBack = true;
  await session.endJobsOf(dropped);
  const kept = steps.flatMap(bodyOf).filter((id) => progress.results.has(id));
  run.context.events.emit({ type: 'went-back', step, kept });
}

function bodyOf({ blocks }: Step): readonly string[] {
  return statementsOf(blocks.filter(({ options }) => !options.cleanup)).map(({ id }) => id);
}
