import type { Output } from '../model/output.ts';
import type { Told } from './failures.ts';
import type { Limits } from './limits.ts';
import type { Ending } from './shell.ts';

export type Conclusion = Pick<Output, 'exitCode' | 'pipeStatus' | 'failed' | 'ended'>;

/** How a statement ended, in the words of its output: by itself, with its shell, or since its time was over. */
export function conclusionOf(ending: Ending, { pipeStatus, failed }: Told, { reason }: Limits): Conclusion {
  if (reason !== undefined) {
    return { exitCode: ending.kind === 'done' ? ending.exitCode : null, pipeStatus, ended: reason };
  }
  const ended = ({ done: 'normally', exit: 'shell-exit', lost: 'shell-lost' } as const)[ending.kind];
  return { exitCode: ending.exitCode, pipeStatus, ...(failed === undefined ? {} : { failed }), ended };
}
