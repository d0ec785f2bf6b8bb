import type { RunRecord } from '../model/record.ts';
import { digestOf } from './digest.ts';

/**
 * A record as it is kept in a file: always the same text for the same record, a line for each line of a page or
 * output. `digest` is that of all the rest, so that a change by hand can be told.
 */
export function recordJson(record: RunRecord): string {
  const { format, ...rest } = record;
  return `${JSON.stringify({ format, digest: recordDigest(record), ...rest }, undefined, 2)}\n`;
}

/** SHA-256 of a record without its digest, whatever the order of its keys. */
export function recordDigest(record: RunRecord): string {
  return digestOf(JSON.stringify(sorted(record)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
