import { closeSync, openSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { shownInputs } from '../../engine/inputs/shown-inputs.ts';
import { journalFormat, journalLine } from '../../engine/journal/journal.ts';
import type { EventMask } from '../../engine/mask/event-mask.ts';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Plan } from '../../engine/model/plan.ts';
import type { KeptSession } from '../../engine/model/resume.ts';
import { cannotWrite } from '../cannot-write.ts';
import { guardedWrites } from '../guarded-writes.ts';
import type { Io } from '../io.ts';
import { recordedBy } from '../recorded-by.ts';
import { writeWhole } from '../write-whole.ts';

/** What the first line of a journal is made of. */
export type JournalOf = {
  /** The run goes on from the last one in the file, and is written below that. */
  readonly resumes: boolean;
  readonly plan: Plan;
  readonly inputs: Readonly<Record<string, string>>;
  readonly mask: EventMask;
};

/** A journal that is written while a run goes on: each line is in the file as soon as it happened. */
export type Journal = {
  readonly onEvent: (event: RunEvent) => void;
  readonly onKept: (file: string, session: KeptSession) => void;
  readonly close: () => void;
};

/** Begins a journal, of a run that resumes none in a file that isn't there yet. @throws RunbookError when it can't be written. */
export function startJournal(file: string, { plan, inputs, mask, resumes }: JournalOf, io: Io): Journal {
  const fd = open(file, resumes ? 'a' : 'wx', io);
  const attempt = guardedWrites(`The journal \`${file}\` cannot be written`, io);
  const head = {
    type: 'journal',
    format: journalFormat,
    startedAt: new Date().toISOString(),
    user: userName(),
    host: hostname(),
    pid: process.pid,
    folder: io.cwd,
    by: recordedBy(io.env).by,
    inputs: Object.fromEntries(
      Object.entries(shownInputs(plan, inputs)).map(([name, value]) => [name, mask.text(value)]),
    ),
  } as const;
  const write = (line: string): void => attempt(() => writeWhole(fd, line));
  const now = (): string => new Date().toISOString();
  // A crash may have cut off the line before.
  write(`${resumes ? '\n' : ''}${journalLine(head)}`);
  return {
    onEvent: (event) => write(journalLine({ at: now(), event })),
    onKept: (file, session) => write(journalLine({ at: now(), file, session })),
    close: () => attempt(() => closeSync(fd)),
  };
}

function open(file: string, flags: 'a' | 'wx', io: Io): number {
  try {
    return openSync(resolve(io.cwd, file), flags, 0o600);
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
