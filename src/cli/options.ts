import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { durationExamples, parseDuration } from '../engine/parse/duration.ts';
import type { Shard } from '../engine/plan/shard.ts';

export type Pairs = Readonly<Record<string, string>>;

/** Reads `NAME=value` of an option that may be given several times. */
export function pair(text: string, before: Pairs): Pairs {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write NAME=value.');
  return { ...before, [name]: value };
}

/** Values by their name, several of one name together. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** Reads `os=linux`, of an option that may be given several times. */
export function choice(text: string, before: Choices): Choices {
  const [, name, value] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write NAME=value.');
  return { ...before, [name]: [...(before[name] ?? []), value] };
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

/** Reads a number of files that run at once; `auto` is one for each core. */
export function jobs(text: string): number {
  if (text === 'auto') return availableParallelism();
  const count = Number(text);
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InvalidArgumentError('Write a number from 1 to 999, or `auto`.');
  return count;
}

/** Reads how often something is done again. */
export function times(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError('Write a number from 0 to 99.');
  return Number(text);
}

/** Reads `1/4`. */
export function shard(text: string): Shard {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new InvalidArgumentError('Write which part of how many, such as 1/4 to 4/4.');
  return { index, of };
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

/** Reads whole days of a duration: `30d`. */
export function days(text: string): number {
  const count = /^(\d+)d$/.exec(text)?.[1];
  if (count === undefined || Number(count) === 0)
    throw new InvalidArgumentError('Write days, such as `30d`.');
  return Number(count);
}
