import { parseDuration } from '../parse/duration.ts';

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration in the largest unit that gives a whole number, which is the shortest: `1m` for `60s`. Others stay. */
export function shortestDuration(text: string): string {
  const ms = parseDuration(text);
  if (ms === undefined) return text;
  const unit = units.find(([, size]) => ms % size === 0);
  return unit ? `${ms / unit[1]}${unit[0]}` : `${ms}ms`;
}
