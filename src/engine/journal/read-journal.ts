import type { KeptSession } from '../model/resume.ts';
import { reduce } from '../run/reduce.ts';
import { initialState, type RunState } from '../run/state.ts';
import { type JournalEntry, type JournalHead, journalFormat, type SessionEntry } from './journal.ts';

/**
 * A run as its journal tells it. `times`: when each statement last started, and `ends` when it finished, ISO 8601, by its
 * id. `sessions`: what was kept of the session of each runbook, by its file, in this order.
 */
export type ReadJournal = {
  readonly head: JournalHead;
  readonly state: RunState;
  readonly times: ReadonlyMap<string, string>;
  readonly ends: ReadonlyMap<string, string>;
  readonly sessions: ReadonlyMap<string, readonly KeptSession[]>;
  /** When the last entry was written. */
  readonly lastAt: string;
};

type JournalFault = { readonly line: number; readonly message: string };

/** A run that is being read. */
type Reading = {
  readonly head: JournalHead;
  state: RunState;
  readonly times: Map<string, string>;
  readonly ends: Map<string, string>;
  readonly sessions: Map<string, KeptSession[]>;
  lastAt: string;
};

/**
 * Reads a journal: the runs in it, each of which goes on from the one before. A crash may have cut off the last line of a
 * run, which is then left out.
 * @returns What is wrong with it, and in which line, when it is none.
 */
export function readJournal(text: string): readonly [ReadJournal, ...ReadJournal[]] | JournalFault {
  const [first = '', ...rest] = text.split('\n');
  const head = parsed(first);
  if (!isHead(head)) return { line: 1, message: 'This is no journal of a run' };
  let reading = begun(head);
  const runs: [Reading, ...Reading[]] = [reading];
  let torn: number | undefined;
  for (const [index, line] of rest.entries()) {
    if (line === '') continue;
    const entry = parsed(line);
    if (isHead(entry)) {
      torn = undefined;
      reading = begun(entry);
      runs.push(reading);
    } else if (torn !== undefined) break;
    else if (isEvent(entry)) readEvent(reading, entry);
    else if (isSession(entry)) readSession(reading, entry);
    else torn = index + 2;
  }
  const behind = torn === undefined ? [] : rest.slice(torn - 1).filter((line) => line !== '');
  // What stands behind it was written by hand.
  return torn !== undefined && behind.length > 0
    ? { line: torn, message: 'This line is no entry of a journal' }
    : runs;
}

function begun(head: JournalHead): Reading {
  return {
    head,
    state: initialState,
    times: new Map(),
    ends: new Map(),
    sessions: new Map(),
    lastAt: head.startedAt,
  };
}

function readEvent(reading: Reading, { at, event }: JournalEntry): void {
  reading.state = reduce(reading.state, event);
  reading.lastAt = at;
  if (event.type === 'statement-started' && event.attempt === 1) reading.times.set(event.statement, at);
  if (event.type === 'statement-finished') reading.ends.set(event.statement, event.passedBefore ?? at);
}

function readSession({ sessions }: Reading, { file, session }: SessionEntry): void {
  sessions.set(file, [...(sessions.get(file) ?? []), session]);
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

function isEvent(value: unknown): value is JournalEntry {
  return isObject(value) && typeof value.at === 'string' && isObject(value.event);
}

function isSession(value: unknown): value is SessionEntry {
  return isObject(value) && typeof value.file === 'string' && isObject(value.session);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
