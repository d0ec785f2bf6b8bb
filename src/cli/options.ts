import { InvalidArgumentError } from 'commander';
import { durationExamples, parseDuration } from '../engine/parse/duration.ts';

export type Pairs = Readonly<Record<string, string>>;

/** Reads `NAME=value` of an option that may be given several times. */
export function pair(text: string, before: Pairs): Pairs {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write NAME=value.');
  return { ...before, [name]: value };
}

/** Reads a value of an option that may be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Reads `30s` in milliseconds. */
export function milliseconds(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new InvalidArgumentError(`Write a duration such as ${durationExamples}.`);
  return duration;
}

/** Reads the pace of the sandbox: milliseconds, or that of a small real cluster. */
export function pace(text: string): number | 'realistic' {
  if (text === 'realistic') return text;
  const ms = Number(text.replace(/ms$/, ''));
  if (!/^\d+(?:ms)?$/.test(text)) throw new InvalidArgumentError('Write milliseconds, or `realistic`.');
  return ms;
}

/** Reads a number of things, at least one. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1.');
  return Number(text);
}
