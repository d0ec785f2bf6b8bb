import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadRunbook } from '../../engine/load.ts';
import { notesNow, notesText } from '../../engine/notes/notes-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFilesOrLabs } from '../find-files.ts';
import type { Io } from '../io.ts';
import { loadJournal } from '../journal/load-journal.ts';
import { complain, isError } from '../prepare.ts';
import { usageError } from '../usage-error.ts';

export type NotesOptions = { readonly follow?: string };

/** Between two looks at a journal. */
const lookMs = 300;

const clearScreen = '\u001b[H\u001b[2J\u001b[3J';

/** Prints the notes of pages, or those of where a run is. @returns The code to exit with. */
export async function showNotes(pages: readonly string[], { follow }: NotesOptions, io: Io): Promise<number> {
  if (pages.length > 0 === (follow !== undefined))
    throw usageError(
      'Notes are those of pages, or of a run',
      'Name pages, or the journal of a run with `--follow`.',
    );
  return follow === undefined ? printNotes(pages, io) : followRun(follow, io);
}

function printNotes(pages: readonly string[], io: Io): number {
  const read = findFilesOrLabs(pages, io.cwd).map(loadRunbook);
  const errors = read.flatMap(({ diagnostics }) => diagnostics.filter(isError));
  if (errors.length > 0)
    return complain(
      errors,
      read.map(({ runbook }) => runbook),
      io,
    );
  io.out.write(read.map(({ runbook }) => notesText(runbook)).join('\n'));
  return exitCodes.passed;
}

/** Shows the notes of the step at which the run of a journal is, until that is over. */
async function followRun(journal: string, io: Io): Promise<number> {
  const { first } = io.interruptions;
  let [read, shown] = ['', ''];
  while (!first.aborted) {
    const size = sizeOf(journal, io);
    if (size === '') show('The journal is not there yet.\n');
    else if (size !== read) {
      read = size;
      const run = loadJournal(journal, io).at(-1);
      if (run !== undefined) show(notesNow(run.state));
      if (run?.state.outcome !== undefined) return exitCodes.passed;
    }
    await sleep(lookMs, undefined, { signal: first }).catch(() => undefined);
  }
  return exitCodes.interrupted;

  function show(text: string): void {
    if (text === shown) return;
    shown = text;
    io.out.write(io.out.terminal ? clearScreen + text : `${text}\n`);
  }
}

/** Tells whether a journal has grown; empty while it has no first line. */
function sizeOf(journal: string, io: Io): string {
  const size = statSync(resolve(io.cwd, journal), { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 ? '' : String(size);
}
