import type { Pause } from '../../engine/model/control.ts';
import type { Situation } from '../keys.ts';
import type { View } from './view.ts';

const ofPause: Readonly<Record<Pause['why'], Situation>> = {
  step: 'paused',
  asked: 'paused',
  reloaded: 'paused',
  failure: 'failed',
  manual: 'manual',
  confirm: 'confirm',
};

/** What the run is at; `stopping` once somebody asked it to end. */
export function situationOf({ run }: View, stopping: boolean): Situation {
  if (run.outcome !== undefined) return 'over';
  if (stopping) return 'stopping';
  return run.pause === undefined ? 'running' : ofPause[run.pause.why];
}
