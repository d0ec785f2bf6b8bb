import type { RecordedTarget } from '../engine/model/record.ts';
import { simulatedText } from '../engine/record/simulated-text.ts';

/** What the target of a record is called; that it was simulated, and which images nobody knows or a person described, is never left out. */
export function targetName(target: RecordedTarget): string {
  return target.simulated ? `${target.name} (${simulatedText(target)})` : target.name;
}

/** `1 check`, `2 checks`. */
export const checks = (count: number): string => `${count} ${count === 1 ? 'check' : 'checks'}`;

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `2026-01-31` as `31 January 2026`. */
export function dayName(day: string): string {
  const date = new Date(day);
  return Number.isNaN(date.getTime()) ? day : dayFormat.format(date).replace(' ', '\u00a0');
}

/** How long something took. */
export function took(seconds: number): string {
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return rest === 0 ? `${minutes}\u00a0min` : `${minutes}\u00a0min ${rest}\u00a0s`;
}

/** How long something may take. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms}\u00a0ms`;
  return ms >= 120_000 && ms % 60_000 === 0 ? `${ms / 60_000}\u00a0min` : `${ms / 1000}\u00a0s`;
}
