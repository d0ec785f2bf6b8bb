/** A flag's name and letter, and whether a value follows it. */
export type FlagSpec = {
  readonly name: string;
  readonly letter?: string;
  readonly takes: 'value' | 'nothing';
};

export type Flags = {
  readonly positionals: readonly string[];
  readonly values: ReadonlyMap<string, string>;
};

/** A command line that istioctl refuses; the message follows `Error: `. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Splits a command line into flags and the rest, as cobra does: flags may stand anywhere, values after a blank or `=`.
 * @throws UsageError
 */
export function parseFlags(argv: readonly string[], specs: readonly FlagSpec[]): Flags {
  const positionals: string[] = [];
  const values = new Map<string, string>();
  const left = [...argv];
  while (left.length) {
    const word = left.shift() ?? '';
    if (word === '--') positionals.push(...left.splice(0));
    else if (word.startsWith('--')) takeLong(word, left, specs, values);
    else if (word.startsWith('-') && word !== '-') takeShort(word, left, specs, values);
    else positionals.push(word);
  }
  return { positionals, values };
}

function takeLong(
  word: string,
  left: string[],
  specs: readonly FlagSpec[],
  values: Map<string, string>,
): void {
  const [name = '', given] = word.slice(2).split(/=(.*)/s);
  const spec = specs.find((candidate) => candidate.name === name);
  if (!spec) throw new UsageError(`unknown flag: --${name}`);
  const value = given ?? (spec.takes === 'nothing' ? 'true' : left.shift());
  if (value === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  values.set(name, value);
}

function takeShort(
  word: string,
  left: string[],
  specs: readonly FlagSpec[],
  values: Map<string, string>,
): void {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const spec = specs.find((candidate) => candidate.letter === letter);
    if (!spec) throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`);
    if (spec.takes === 'nothing') {
      values.set(spec.name, 'true');
      continue;
    }
    const value = word.slice(at + 1).replace(/^=/, '') || left.shift();
    if (value === undefined) throw new UsageError(`flag needs an argument: '${letter}' in ${word}`);
    values.set(spec.name, value);
    return;
  }
}

/** Flags that every command of istioctl has. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'context', takes: 'value' },
  { name: 'kubeconfig', letter: 'c', takes: 'value' },
  { name: 'namespace', letter: 'n', takes: 'value' },
  { name: 'istioNamespace', letter: 'i', takes: 'value' },
];
