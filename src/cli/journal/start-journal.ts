import { closeSync, openSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { shownInputs } from '../../engine/inputs/shown-inputs.ts';
import { journalFormat, journalLine } from '../../engine/journal/journal.ts';
import type { EventMask } from '../../engine/mask/event-mask.ts';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Plan } from '../../engine/model/plan.ts';
import { cannotWrite } from '../cannot-write.ts';
import { guardedWrites } from '../guarded-writes.ts';
import type { Io } from '../io.ts';
import { recordedBy } from '../recorded-by.ts';
import { writeWhole } from '../write-whole.ts';

/** What the first line of a journal is made of. */
export type JournalOf = {
  readonly plan: Plan;
  readonly inputs: Readonly<Record<string, string>>;
  readonly mask: EventMask;
};

/** A journal that is written while a run goes on: each line is in the file as soon as it happened. */
export type Journal = { readonly onEvent: (event: RunEvent) => void; readonly close: () => void };

/** Begins a journal in a file that isn't there yet. @throws RunbookError when it can't be written. */
export function startJournal(file: string, { plan, inputs, mask }: JournalOf, io: Io): Journal {
  const fd = open(file, io);
  const attempt = guardedWrites(`The journal \`${file}\` cannot be written`, io);
  const head = {
    type: 'journal',
    format: journalFormat,
    startedAt: new Date().toISOString(),
    user: userName(),
    host: hostname(),
    folder: io.cwd,
    by: recordedBy(io.env).by,
    inputs: Object.fromEntries(
      Object.entries(shownInputs(plan, inputs)).map(([name, value]) => [name, mask.text(value)]),
    ),
  } as const;
  attempt(() => writeWhole(fd, journalLine(head)));
  return {
    onEvent: (event) => attempt(() => writeWhole(fd, journalLine({ at: new Date().toISOString(), event }))),
    close: () => attempt(() => closeSync(fd)),
  };
}

function open(file: string, io: Io): number {
  try {
    return openSync(resolve(io.cwd, file), 'wx', 0o600);
  } catch (error) {
    throw cannotWrite(
      `The journal \`${file}\` cannot be written`,
      error,
      'Name a file that is not there yet, in a folder where you may write.',
    );
  }
}

/** Some systems have no entry for the user that a container runs as. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
