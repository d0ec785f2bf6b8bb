import type { CommandName, Pause } from '../model/control.ts';
import type { Decision } from './control.ts';
import { reloadScene } from './reload.ts';
import type { Scene } from './scene.ts';

const accepted: Readonly<Record<Pause['why'], readonly CommandName[]>> = {
  step: ['next', 'resume', 'skip', 'reload', 'quit'],
  asked: ['next', 'resume', 'skip', 'reload', 'quit'],
  failure: ['retry', 'skip', 'reload', 'quit'],
  manual: ['done', 'failed', 'skip', 'reload', 'quit'],
  reloaded: ['next', 'resume', 'retry', 'skip', 'reload', 'quit'],
};

/**
 * Waits until the front end says how to go on. A new text has been taken over when this returns `reload`.
 * @returns `interrupt` without waiting when the run is being stopped.
 */
export async function pauseAt(scene: Scene, where: Omit<Pause, 'accepts'>): Promise<Decision> {
  const { emit, options } = scene.conducting;
  const { control, signal } = options;
  if (control === undefined || signal.aborted) return { type: 'interrupt' };
  const pause = { ...where, accepts: accepted[where.why] };
  const { path } = scene.item.runbook.source;
  const subshell = () => scene.subshell();
  const decided = control.wait({ pause, path, subshell }, signal);
  emit({ type: 'run-paused', pause });
  const decision = await decided;
  emit({ type: 'run-resumed', by: decision.type });
  if (decision.type === 'reload') reloadScene(scene, decision.runbook, where);
  return decision;
}

/** Why the rest of a step isn't run: something failed, a person said so, the run is stopped, another text begins. */
export type Stop = 'failed' | 'by hand' | 'interrupted' | 'reload';

/** Why the step isn't gone on with after a decision; undefined when it is. */
export function stopBy(decision: Decision): Stop | undefined {
  switch (decision.type) {
    case 'interrupt':
      return 'interrupted';
    case 'reload':
      return 'reload';
    case 'skip':
      return decision.what === 'step' ? 'by hand' : undefined;
    default:
      return undefined;
  }
}
