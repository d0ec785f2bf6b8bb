import type { CommandCall } from '../command.ts';
import { unsupported } from '../unsupported.ts';
import type { Json } from './ast.ts';

/** What a command line of jq says. */
export type JqOptions = {
  readonly filter: string;
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, Json>;
  /** Prints texts as they are, and joins what is printed. */
  readonly texts: boolean;
  readonly joins: boolean;
  readonly sorts: boolean;
  readonly indent: string;
  /** Reads no input, all of it as one list, or lines as texts. */
  readonly nothing: boolean;
  readonly slurp: boolean;
  readonly raw: boolean;
  /** The exit code says what came last. */
  readonly exits: boolean;
};

const long: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'raw-output': 'r',
    'join-output': 'j',
    'compact-output': 'c',
    'null-input': 'n',
    slurp: 's',
    'raw-input': 'R',
    'sort-keys': 'S',
    'exit-status': 'e',
    'monochrome-output': 'M',
    tab: 'tab',
  }),
);

/** @returns an exit code for what isn't known */
export function jqArguments(call: CommandCall): JqOptions | number {
  const letters: string[] = [];
  const variables = new Map<string, Json>();
  const operands: string[] = [];
  let indent = '  ';
  const words = call.argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--arg' || word === '--argjson') {
      const [name = '', text = ''] = words.splice(0, 2);
      const value = argumentValue(word, text);
      if (value === undefined) return failed(call, 'Invalid JSON text passed to --argjson');
      variables.set(name, value);
    } else if (word === '--indent') {
      const width = words.shift() ?? '';
      if (!/^[0-7]$/.test(width)) return unsupported(call, `${word} ${width}`);
      indent = ' '.repeat(Number(width));
    } else if (/^-[a-zA-Z]+$|^--./.test(word)) {
      const switches = switchesOf(word);
      if ('unknown' in switches) return unsupported(call, switches.unknown);
      letters.push(...switches.letters);
    } else operands.push(word);
  }
  const [filter, ...files] = operands;
  return { filter: filter ?? '.', files, variables, ...meaning(new Set(letters), indent) };
}

/** The letters of what a word switches on, `-nr` or `--tab`. */
function switchesOf(word: string): { readonly letters: readonly string[] } | { readonly unknown: string } {
  if (word.startsWith('--')) {
    const letter = long.get(word.slice(2));
    return letter === undefined ? { unknown: word } : { letters: [letter] };
  }
  const letters = [...word.slice(1)];
  const unknown = letters.find((letter) => !'rjcnsRSeM'.includes(letter));
  return unknown === undefined ? { letters } : { unknown: `-${unknown}` };
}

function meaning(
  flags: ReadonlySet<string>,
  indent: string,
): Omit<JqOptions, 'filter' | 'files' | 'variables'> {
  return {
    texts: flags.has('r') || flags.has('j'),
    joins: flags.has('j'),
    sorts: flags.has('S'),
    indent: flags.has('c') ? '' : flags.has('tab') ? '\t' : indent,
    nothing: flags.has('n'),
    slurp: flags.has('s'),
    raw: flags.has('R'),
    exits: flags.has('e'),
  };
}

function argumentValue(option: '--arg' | '--argjson', text: string): Json | undefined {
  if (option === '--arg') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function failed({ io }: CommandCall, text: string): number {
  io.stderr(`jq: ${text}\n`);
  return 2;
}
