import { reduce } from '../run/reduce.ts';
import { initialState, type RunState } from '../run/state.ts';
import { type JournalEntry, type JournalHead, journalFormat } from './journal.ts';

/** A run as its journal tells it. `times`: when each statement last started, ISO 8601, by its id. */
export type ReadJournal = {
  readonly head: JournalHead;
  readonly state: RunState;
  readonly times: ReadonlyMap<string, string>;
  /** When the last entry was written. */
  readonly lastAt: string;
};

type JournalFault = { readonly line: number; readonly message: string };

/**
 * Reads a journal. A crash may have cut its last line off, which is then left out.
 * @returns What is wrong with it, and in which line, when it is none.
 */
export function readJournal(text: string): ReadJournal | JournalFault {
  const [first = '', ...rest] = text.split('\n');
  const head = parsed(first);
  if (!isHead(head)) return { line: 1, message: 'This is no journal of a run' };
  let state = initialState;
  let lastAt = head.startedAt;
  const times = new Map<string, string>();
  for (const [index, line] of rest.entries()) {
    if (line === '') continue;
    const entry = parsed(line);
    if (!isEntry(entry)) {
      // What stands behind it was written by another run, or by hand.
      if (rest.slice(index + 1).some((later) => later !== ''))
        return { line: index + 2, message: 'This line is no entry of a journal' };
      break;
    }
    state = reduce(state, entry.event);
    lastAt = entry.at;
    if (entry.event.type === 'statement-started' && entry.event.attempt === 1)
      times.set(entry.event.statement, entry.at);
  }
  return { head, state, times, lastAt };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is JournalHead {
  return isObject(value) && value.type === 'journal' && value.format === journalFormat;
}

function isEntry(value: unknown): value is JournalEntry {
  return isObject(value) && typeof value.at === 'string' && isObject(value.event);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
