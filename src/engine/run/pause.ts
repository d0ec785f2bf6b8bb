import type { CommandName, Pause } from '../model/control.ts';
import type { Decision } from './control.ts';
import { goBack } from './go-back.ts';
import { takeOverText } from './reload.ts';
import type { RunbookRun } from './runbook-run.ts';

const accepted: Readonly<Record<Pause['why'], readonly CommandName[]>> = {
  step: ['next', 'resume', 'skip', 'back', 'reload', 'quit'],
  asked: ['next', 'resume', 'skip', 'back', 'reload', 'quit'],
  failure: ['retry', 'skip', 'back', 'reload', 'quit'],
  manual: ['done', 'failed', 'skip', 'back', 'reload', 'quit'],
  confirm: ['confirm', 'skip', 'back', 'reload', 'quit'],
  reloaded: ['next', 'resume', 'retry', 'skip', 'back', 'reload', 'quit'],
};

/**
 * Waits until the front end says how to go on. A new text has been taken over when this returns `reload`.
 * @returns `interrupt` without waiting when the run is being stopped.
 */
export async function pauseAt(run: RunbookRun, where: Omit<Pause, 'accepts'>): Promise<Decision> {
  const { events, options } = run.context;
  const { control, signal } = options;
  if (control === undefined || signal.aborted) return { type: 'interrupt' };
  const pause = { ...where, accepts: accepted[where.why] };
  const { path } = run.item.runbook.source;
  const subshell = () => run.session.subshell();
  const decided = control.wait({ pause, path, subshell }, signal);
  events.emit({ type: 'run-paused', pause });
  const decision = await decided;
  events.emit({ type: 'run-resumed', by: decision.type });
  if (decision.type === 'reload') takeOverText(run, decision.runbook, where);
  if (decision.type === 'back') await goBack(run, decision, where.step);
  return decision;
}

/**
 * Why the rest of a step isn't run: something failed, a person said so, the run is stopped, another text begins or an
 * earlier step again (`reload`), the page says to go on elsewhere.
 */
export type Stop = 'failed' | 'by hand' | 'interrupted' | 'reload' | 'way';

/** Why the step isn't gone on with after a decision; undefined when it is. */
export function stopBy(decision: Decision): Stop | undefined {
  switch (decision.type) {
    case 'interrupt':
      return 'interrupted';
    case 'reload':
    case 'back':
      return 'reload';
    case 'skip':
      return decision.what === 'step' ? 'by hand' : undefined;
    default:
      return undefined;
  }
}
