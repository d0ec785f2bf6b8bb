import type { CommandCall } from './command.ts';
import { unsupported } from './unsupported.ts';

/** What a command line says: flags by letter or name, values of those that take one, operands. */
export type Options = {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
};

type Known = {
  /** Letters without a value, letters with one, and long names with the letter that they stand for. */
  readonly flags?: string;
  readonly valued?: string;
  readonly long?: Readonly<Record<string, string>>;
  /** Long names with a value and without a letter. */
  readonly longValued?: readonly string[];
};

/** Reads options as `getopt` does, operands between them too. @returns an exit code for one that isn't known */
export function readOptions(
  call: CommandCall,
  { flags = '', valued = '', long = {}, longValued = [] }: Known,
): Options | number {
  const found: Found = { flags: new Set(), values: new Map(), operands: [] };
  const args = call.argv.slice(1);
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '--') {
      found.operands.push(...args);
      break;
    }
    if (!/^-./.test(word)) {
      found.operands.push(word);
      continue;
    }
    const unknown = word.startsWith('--')
      ? readLong(word, args, found, { valued, long, longValued })
      : readLetters(word, args, found, { flags, valued });
    if (unknown !== undefined) return unsupported(call, unknown);
  }
  return found;
}

type Found = {
  readonly flags: Set<string>;
  readonly values: Map<string, string[]>;
  readonly operands: string[];
};

function take({ values }: Found, letter: string, value: string): void {
  values.set(letter, [...(values.get(letter) ?? []), value]);
}

/** `--name`, `--name=value` or `--name value`. @returns what isn't known */
function readLong(
  word: string,
  rest: string[],
  found: Found,
  { valued, long, longValued }: Required<Omit<Known, 'flags'>>,
): string | undefined {
  const [name = '', value] = word.slice(2).split(/=(.*)/s);
  const letter = longValued.includes(name) ? name : long[name];
  if (letter === undefined) return word;
  if (longValued.includes(name) || valued.includes(letter)) take(found, letter, value ?? rest.shift() ?? '');
  else found.flags.add(letter);
  return undefined;
}

/** `-abc`, of which the last one may have a value: `-n5`, `-n 5`. @returns what isn't known */
function readLetters(
  word: string,
  rest: string[],
  found: Found,
  { flags, valued }: Required<Pick<Known, 'flags' | 'valued'>>,
): string | undefined {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    if (valued.includes(letter)) {
      take(found, letter, word.slice(at + 1) || (rest.shift() ?? ''));
      return undefined;
    }
    if (!flags.includes(letter)) return `-${letter}`;
    found.flags.add(letter);
  }
  return undefined;
}

/** The last value of an option. */
export const optionValue = ({ values }: Options, letter: string): string | undefined =>
  values.get(letter)?.at(-1);
