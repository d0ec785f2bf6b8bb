import { RunbookError } from '../diagnostics/error.ts';

/** A session can't be had: `hint` says how to fix it. */
export function sessionError(message: string, hint: string, cause?: unknown): RunbookError {
  return new RunbookError([{ code: 'session/failed', severity: 'error', message, hint }], { cause });
}
