import type { Pause } from '../../engine/model/control.ts';
import type { Situation } from '../key.ts';
import type { View } from './view.ts';

const ofPause: Readonly<Record<Pause['why'], Situation>> = {
  step: 'paused',
  asked: 'paused',
  reloaded: 'paused',
  failure: 'failed',
  manual: 'manual',
  confirm: 'confirm',
};

/** What the run is at; `stopping` once somebody asked it to end, `kept` while the step that ran last stays in sight. */
export function situationOf({ run }: View, stopping: boolean, kept?: string): Situation {
  if (run.outcome !== undefined) return 'over';
  if (stopping) return 'stopping';
  if (run.pause === undefined) return 'running';
  return kept === undefined ? ofPause[run.pause.why] : 'kept';
}
