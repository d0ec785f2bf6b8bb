import { journalReport } from '../../engine/journal/journal-report.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { loadJournal } from './load-journal.ts';

/** Prints what a journal tells of its runs. @returns The code to exit with. */
export function reportJournal(file: string, io: Io): number {
  io.out.write(loadJournal(file, io).map(journalReport).join('\n'));
  return exitCodes.passed;
}
