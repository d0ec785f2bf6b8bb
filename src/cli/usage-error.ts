import { RunbookError } from '../engine/diagnostics/error.ts';

/** The command line asks for something that can't be: one message, how to fix it, exit code 2. */
export function usageError(message: string, hint?: string): RunbookError {
  const fix = hint === undefined ? {} : { hint };
  return new RunbookError([{ code: 'cli/usage', severity: 'error', message, ...fix }]);
}
