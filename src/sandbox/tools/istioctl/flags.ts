import { type FlagSpec, type FlagType, UsageError } from './command.ts';

/** The flags of one call, read by their names. */
export type Flags = {
  readonly positionals: readonly string[];
  /** Every value that was given, in order. */
  readonly given: (name: string) => readonly string[];
  /** The last value that was given, else the flag's default, else an empty text. */
  readonly text: (name: string) => string;
  readonly on: (name: string) => boolean;
};

/**
 * Splits a command line into flags and the rest, as pflag does: flags may stand anywhere, values after a blank or `=`.
 * @see https://pkg.go.dev/github.com/spf13/pflag
 * @throws UsageError
 */
export function parseFlags(argv: readonly string[], specs: readonly FlagSpec[]): Flags {
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  const left = [...argv];
  const take: Take = (spec, value) => {
    refuseValue(spec, value);
    values.set(spec.name, [...(values.get(spec.name) ?? []), value]);
  };
  while (left.length) {
    const word = left.shift() ?? '';
    if (word === '--') positionals.push(...left.splice(0));
    else if (word.startsWith('--')) takeLong(word, left, specs, take);
    else if (word.startsWith('-') && word !== '-') takeShort(word, left, specs, take);
    else positionals.push(word);
  }
  const given = (name: string): readonly string[] => values.get(name) ?? [];
  const text = (name: string): string =>
    given(name).at(-1) ?? specs.find((spec) => spec.name === name)?.default ?? '';
  return { positionals, given, text, on: (name) => isTrue(text(name)) };
}

type Take = (spec: FlagSpec, value: string) => void;

function takeLong(word: string, left: string[], specs: readonly FlagSpec[], take: Take): void {
  const [name = '', given] = word.slice(2).split(/=(.*)/s);
  if (!name || name.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`);
  const spec = specs.find((candidate) => candidate.name === name);
  if (!spec) throw new UsageError(`unknown flag: --${name}`);
  const value = given ?? (spec.type === 'bool' ? 'true' : left.shift());
  if (value === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  take(spec, value);
}

function takeShort(word: string, left: string[], specs: readonly FlagSpec[], take: Take): void {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const spec = specs.find((candidate) => candidate.letter === letter);
    if (!spec) throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`);
    const attached = word.slice(at + 1);
    if (spec.type === 'bool' && !attached.startsWith('=')) {
      take(spec, 'true');
      continue;
    }
    const value = attached.replace(/^=/, '') || (attached ? '' : left.shift());
    if (value === undefined) throw new UsageError(`flag needs an argument: '${letter}' in ${word}`);
    take(spec, value);
    return;
  }
}

const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const falsehoods = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

const isTrue = (value: string): boolean => truths.includes(value);

/** Severities that `analyze` and `precheck` know. */
const levels = ['Info', 'Warning', 'Error'];

/** What is wrong with a value, in Go's words; nothing, of one that can be read. */
const problems: Readonly<Record<FlagType, (value: string) => string | undefined>> = {
  string: () => undefined,
  stringArray: () => undefined,
  bool: (value) =>
    [...truths, ...falsehoods].includes(value) ? undefined : numberProblem('strconv.ParseBool', value),
  int: (value) => (/^[-+]?\d+$/.test(value) ? undefined : numberProblem('strconv.ParseInt', value)),
  uint: (value) => (/^\d+$/.test(value) ? undefined : numberProblem('strconv.ParseUint', value)),
  duration: (value) =>
    milliseconds(value) === undefined ? `time: invalid duration ${JSON.stringify(value)}` : undefined,
  Level: (value) =>
    levels.some((level) => level.toUpperCase() === value.toUpperCase())
      ? undefined
      : `"${value}" not a valid option, please choose from: [${levels.join(' ')}]`,
};

const numberProblem = (parser: string, value: string): string =>
  `${parser}: parsing ${JSON.stringify(value)}: invalid syntax`;

function refuseValue({ name, letter, type }: FlagSpec, value: string): void {
  const problem = problems[type](value);
  if (problem === undefined) return;
  const flag = letter ? `-${letter}, --${name}` : `--${name}`;
  throw new UsageError(`invalid argument ${JSON.stringify(value)} for "${flag}" flag: ${problem}`);
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration of Go, such as `1m30s`, in milliseconds. @see https://pkg.go.dev/time#ParseDuration */
export function milliseconds(text: string): number | undefined {
  if (text === '0') return 0;
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/gy;
  const [sign, rest] = text.startsWith('-') ? [-1, text.slice(1)] : [1, text.replace(/^\+/, '')];
  let sum = 0;
  let end = 0;
  for (const [whole, number, unit = ''] of rest.matchAll(part)) {
    sum += Number(number) * (units[unit] ?? 0);
    end += whole.length;
  }
  return rest && end === rest.length ? sign * sum : undefined;
}
