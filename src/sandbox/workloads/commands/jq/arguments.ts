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

const long: Readonly<Record<string, string>> = {
  'raw-output': 'r',
  'join-output': 'j',
  'compact-output': 'c',
  'null-input': 'n',
  slurp: 's',
  'raw-input': 'R',
  'sort-keys': 'S',
  'exit-status': 'e',
  'monochrome-output': 'M',
  'ascii-output': '?',
  tab: 'tab',
};

/** @returns an exit code for what isn't known */
export function jqArguments(call: CommandCall): JqOptions | number {
  const flags = new Set<string>();
  const variables = new Map<string, Json>();
  const operands: string[] = [];
  let indent = '  ';
  const words = call.argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--arg' || word === '--argjson') {
      const [name = '', text = ''] = words.splice(0, 2);
      const value = word === '--arg' ? text : parsed(text);
      if (value === undefined) return failed(call, `Invalid JSON text passed to --argjson`);
      variables.set(name, value);
    } else if (word === '--indent') indent = ' '.repeat(Number(words.shift() ?? 2));
    else if (word.startsWith('--') && word.length > 2) {
      const letter = long[word.slice(2)];
      if (letter === undefined || letter === '?') return unsupported(call, word);
      flags.add(letter);
    } else if (/^-[a-zA-Z]+$/.test(word)) {
      const unknown = [...word.slice(1)].find((letter) => !'rjcnsRSeMC'.includes(letter));
      if (unknown) return unsupported(call, `-${unknown}`);
      for (const letter of word.slice(1)) flags.add(letter);
    } else operands.push(word);
  }
  const [filter, ...files] = operands;
  if (flags.has('C')) return unsupported(call, '-C');
  return {
    filter: filter ?? '.',
    files,
    variables,
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

function parsed(text: string): Json | undefined {
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
