import type { RunEvent } from '../model/event.ts';

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
};

/** Every further line: an event of the run, and when it was. */
export type JournalEntry = { readonly at: string; readonly event: RunEvent };

/** A line of a journal, with its end. */
export function journalLine(line: JournalHead | JournalEntry): string {
  return `${JSON.stringify(line)}\n`;
}
