import type { RunEvent } from '../model/event.ts';
import type { KeptSession } from '../model/resume.ts';

/** The number of the journal's format. */
export const journalFormat = 1;

/** The first line of a journal: who runs what, where and when, and with which inputs; a secret's value is masked. */
export type JournalHead = {
  readonly type: 'journal';
  readonly format: typeof journalFormat;
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly user: string;
  readonly host: string;
  readonly folder: string;
  /** `runbook 0.1.0` */
  readonly by: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The process, to be told from one that is still at work. */
  readonly pid: number;
};

/** A further line: an event of the run, and when it was. */
export type JournalEntry = { readonly at: string; readonly event: RunEvent };

/** A further line: what is kept of the session of a runbook, by its file, before the event that it belongs to. */
export type SessionEntry = { readonly at: string; readonly file: string; readonly session: KeptSession };

/** A line of a journal, with its end. A run that goes on from another one begins with a head of its own below it. */
export function journalLine(line: JournalHead | JournalEntry | SessionEntry): string {
  return `${JSON.stringify(line)}\n`;
}
