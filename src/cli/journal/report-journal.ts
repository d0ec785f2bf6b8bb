import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunbookError } from '../../engine/diagnostics/error.ts';
import { journalReport } from '../../engine/journal/journal-report.ts';
import { readJournal } from '../../engine/journal/read-journal.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';

/** Prints what a journal tells of a run. @returns The code to exit with. */
export function reportJournal(file: string, io: Io): number {
  const journal = readJournal(textOf(file, io));
  if ('message' in journal) {
    const point = { line: journal.line, column: 1, offset: 0 };
    throw new RunbookError([
      {
        code: 'cli/usage',
        severity: 'error',
        message: journal.message,
        span: { file, start: point, end: point },
        hint: 'Name a file that `runbook exec --journal` wrote.',
      },
    ]);
  }
  io.out.write(journalReport(journal));
  return exitCodes.passed;
}

function textOf(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      `The journal \`${file}\` cannot be read (${code ?? String(error)})`,
      'Name a file that `runbook exec --journal` wrote.',
    );
  }
}
