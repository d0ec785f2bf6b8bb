/** From the smallest. */
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A day: timers of JavaScript end at 24.8 days, and no statement should wait that long. */
const longest = 24 * 3_600_000;

/** What a duration looks like, for messages. */
export const durationExamples = '`30s`, `500ms` or `2m`';

/** `30s`, `500ms`, `2m`, `1h` in milliseconds, more than nothing and at most a day; undefined when it isn't one. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const duration = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? Number.NaN);
  return duration > 0 && duration <= longest ? duration : undefined;
}

/** A duration in the largest unit that gives a whole number, which is the shortest: `1m` for 60,000 ms. */
export function shortDuration(ms: number): string {
  const [unit, size] = Object.entries(units).findLast(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
