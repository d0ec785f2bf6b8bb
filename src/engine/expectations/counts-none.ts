import type { FailedExit } from './kind.ts';
import type { Pattern } from './pattern.ts';

/** Whether what is expected is the 0 that `grep -c` prints when it finds nothing, and ends with 1. */
export function countsNone({ text }: Pattern, { status, final, isCount }: FailedExit): boolean {
  return text === '0' && status === 1 && final && isCount;
}
