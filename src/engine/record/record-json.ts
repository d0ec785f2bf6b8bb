import type { RunRecord } from '../model/record.ts';

/** A record as it is kept in a file: always the same text for the same record, a line for each line of a page or output. */
export function recordJson(record: RunRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}
