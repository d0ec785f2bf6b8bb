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
};

/** Reads options as `getopt` does, operands between them too. @returns an exit code for one that isn't known */
export function readOptions(
  call: CommandCall,
  { flags = '', valued = '', long = {} }: Known,
): Options | number {
  const found = { flags: new Set<string>(), values: new Map<string, string[]>(), operands: [] as string[] };
  const take = (letter: string, value: string): void => {
    found.values.set(letter, [...(found.values.get(letter) ?? []), value]);
  };
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
    if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s);
      const letter = long[name];
      if (letter === undefined) return unsupported(call, word);
      if (valued.includes(letter)) take(letter, value ?? args.shift() ?? '');
      else found.flags.add(letter);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at] ?? '';
      if (valued.includes(letter)) {
        take(letter, word.slice(at + 1) || (args.shift() ?? ''));
        break;
      }
      if (!flags.includes(letter)) return unsupported(call, `-${letter}`);
      found.flags.add(letter);
    }
  }
  return found;
}

/** The last value of an option. */
export const optionValue = ({ values }: Options, letter: string): string | undefined =>
  values.get(letter)?.at(-1);
