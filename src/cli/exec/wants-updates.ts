import type { UpdateOptions } from '../offer-updates.ts';
import { usageError } from '../usage-error.ts';

/** Whether a run is to propose new texts for checks. @throws RunbookError when only half of that was asked for. */
export function wantsUpdates({ update, patch, yes }: UpdateOptions): boolean {
  const wants = update !== undefined || patch !== undefined;
  if (yes && !wants) throw usageError('`--yes` says what to do with an update', 'Write `--update --yes`.');
  return wants;
}
