import { RunbookError } from '../engine/diagnostics/error.ts';
import { deviceFault } from '../engine/diagnostics/machine-fault.ts';
import { usageError } from './usage-error.ts';

/**
 * The error for a file that was named and cannot be written: a fault of the machine, such as a full disk, or a name that
 * is of no use, which is a mistake in the command line.
 * @param what Cannot be done: `The report x cannot be written`.
 * @param hint What to do about the name.
 */
export function cannotWrite(what: string, error: unknown, hint: string): RunbookError {
  const fault = deviceFault(error, what);
  if (fault !== undefined) return new RunbookError([fault], { cause: error });
  const why = error instanceof Error ? error.message.replace(/, \w+(?: '.*')?$/, '') : String(error);
  return usageError(`${what}: ${why}`, hint);
}
