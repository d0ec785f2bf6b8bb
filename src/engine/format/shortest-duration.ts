import { parseDuration, shortDuration } from '../parse/duration.ts';

/** A duration as it is written, in its shortest form; what is no duration stays. */
export function shortestDuration(text: string): string {
  const ms = parseDuration(text);
  return ms === undefined ? text : shortDuration(ms);
}
