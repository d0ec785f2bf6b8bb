import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunbookError } from '../../engine/diagnostics/error.ts';
import { type ReadJournal, readJournal } from '../../engine/journal/read-journal.ts';
import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';

const hint = 'Name a file that `runbook exec --journal` wrote.';

/** The runs of a journal, oldest first. @throws RunbookError with the line that makes it none. */
export function loadJournal(file: string, io: Io): readonly [ReadJournal, ...ReadJournal[]] {
  const runs = readJournal(textOf(file, io));
  if (!('message' in runs)) return runs;
  const point = { line: runs.line, column: 1, offset: 0 };
  const span = { file, start: point, end: point };
  throw new RunbookError([{ code: 'cli/usage', severity: 'error', message: runs.message, span, hint }]);
}

function textOf(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`The journal \`${file}\` cannot be read (${code ?? String(error)})`, hint);
  }
}
