import { CurlFailure, usage } from './failure.ts';
import type { Option } from './option.ts';
import { options } from './option-table.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { unsimulatedLetters, unsimulatedOptions } from './unsimulated-options.ts';

/** What a command line asks for, or something that ends it at once. */
type Request =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' };

/**
 * Reads a command line as curl does: short options may be joined and hold their value, long ones may be cut short as
 * long as they are unique.
 * @throws CurlFailure 2
 */
export function parseArguments(args: readonly string[]): Request {
  const settings = defaultSettings();
  const left = [...args];
  while (left.length) {
    const word = left.shift() ?? '';
    if (word === '--version' || word === '-V') return { kind: 'version' };
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (word === '--') settings.urls.push(...left.splice(0));
    else if (word.startsWith('--')) long(word, left, settings);
    else if (word.startsWith('-') && word !== '-') short(word, left, settings);
    else settings.urls.push(word);
  }
  return { kind: 'settings', settings };
}

function long(word: string, left: string[], settings: Settings): void {
  const name = word.slice(2);
  apply(findLong(word, name), word, () => left.shift(), settings);
}

function findLong(word: string, name: string): Option {
  const exact = options.find((option) => option.long === name);
  if (exact) return exact;
  if (unsimulatedOptions.includes(name)) throw notSimulated(word);
  const fitting = [...options.map((option) => option.long), ...unsimulatedOptions].filter((known) =>
    known.startsWith(name),
  );
  if (!name || fitting.length === 0) throw usage(`option ${word}: is unknown`);
  if (fitting.length > 1) throw usage(`option ${word}: is ambiguous`);
  const only = options.find((option) => option.long === fitting[0]);
  if (!only) throw notSimulated(`--${fitting[0]}`);
  return only;
}

function short(word: string, left: string[], settings: Settings): void {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const option = options.find((candidate) => candidate.short === letter);
    if (!option && unsimulatedLetters.includes(letter)) throw notSimulated(`-${letter}`);
    if (!option) throw usage(`option ${word}: is unknown`);
    const rest = word.slice(at + 1);
    apply(option, word, () => rest || left.shift(), settings);
    if (option.takes !== 'nothing') return;
  }
}

function apply(option: Option, word: string, value: () => string | undefined, settings: Settings): void {
  if (option.takes === 'nothing') {
    option.apply(settings);
    return;
  }
  const given = value();
  if (given === undefined) throw usage(`option ${word}: requires parameter`);
  if (option.takes === 'text') {
    option.apply(settings, given);
    return;
  }
  if (!/^\d+(\.\d+)?$/.test(given)) throw usage(`option ${word}: expected a proper numerical parameter`);
  option.apply(settings, Number(given));
}

const notSimulated = (option: string): CurlFailure =>
  new CurlFailure(2, `sandbox: curl's option ${option} is not simulated`);
