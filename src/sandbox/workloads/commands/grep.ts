import { posix } from 'node:path';
import { type Command, type CommandCall, FileError, pathOf } from './command.ts';
import { linesOfFiles } from './lines.ts';
import { type Options, optionValue, readOptions } from './options.ts';
import { posixRegex } from './posix-regex.ts';
import { unsupported } from './unsupported.ts';

/** `grep` by lines, with basic or extended patterns; exit code 1 when nothing fits. */
export const grep: Command = async (call) => {
  const options = readOptions(call, {
    flags: 'cEFGhHilLnoqrRsvwxz',
    valued: 'emABC',
    long: {
      color: 'h',
      count: 'c',
      'ignore-case': 'i',
      'invert-match': 'v',
      quiet: 'q',
      recursive: 'r',
      'only-matching': 'o',
    },
  });
  if (typeof options === 'number') return options;
  const operands = [...options.operands];
  const patterns = options.values.get('e') ?? operands.splice(0, 1);
  if (!patterns.length) {
    call.io.stderr('Usage: grep [OPTION]... PATTERNS [FILE]...\n');
    return 2;
  }
  const pattern = compile(patterns, options.flags, call.argv[0] === 'egrep');
  if (!pattern) return unsupported(call, `with the pattern '${patterns.join('\n')}'`);
  const recursive = options.flags.has('r') || options.flags.has('R');
  const files = recursive
    ? (operands.length ? operands : ['.']).flatMap((file) => below(call, file))
    : operands;
  const named = !options.flags.has('h') && (files.length > 1 || recursive || options.flags.has('H'));
  const failures = { count: 0 };
  let found = 0;
  for (const file of files.length ? files : ['-']) {
    found += await grepOne(call, file, { pattern, options, name: named ? `${file}:` : '', failures });
    if (found && options.flags.has('q')) return 0;
  }
  if (failures.count) return 2;
  return found ? 0 : 1;
};

type One = {
  readonly pattern: RegExp;
  readonly options: Options;
  readonly name: string;
  readonly failures: { count: number };
};

async function grepOne(
  call: CommandCall,
  file: string,
  { pattern, options, name, failures }: One,
): Promise<number> {
  const { flags } = options;
  const isOneEnough = flags.has('q') || flags.has('l');
  const most = isOneEnough ? 1 : Number(optionValue(options, 'm') ?? Number.POSITIVE_INFINITY);
  const quiet = ['c', 'l', 'L', 'q'].some((flag) => flags.has(flag));
  const write = quiet ? () => true : call.io.stdout;
  const around = linesAround(options, (line) => write(`${name.replace(/:$/, '-')}${line}\n`));
  let [found, number] = [0, 0];
  for await (const raw of linesOfFiles(call, [file], failures)) {
    number += 1;
    const line = raw.toString().replace(/\n$/, '');
    if (pattern.test(line) === flags.has('v')) {
      around.pass(line);
      continue;
    }
    found += 1;
    around.meet();
    const prefix = `${name}${flags.has('n') ? `${number}:` : ''}`;
    const shown = flags.has('o') ? partsOf(line, pattern) : [line];
    if (!shown.every((text) => write(`${prefix}${text}\n`))) return found;
    if (found >= most) break;
  }
  if (flags.has('c')) call.io.stdout(`${name}${found}\n`);
  if (flags.has(found ? 'l' : 'L')) call.io.stdout(`${file}\n`);
  return found;
}

/** Shows the lines in front of those that fit and behind them, as `-A`, `-B` and `-C` ask for. */
function linesAround(options: Options, show: (line: string) => unknown) {
  const around = optionValue(options, 'C') ?? 0;
  const [before, after] = [optionValue(options, 'B') ?? around, optionValue(options, 'A') ?? around].map(
    Number,
  );
  const held: string[] = [];
  let trailing = 0;
  return {
    /** A line that doesn't fit. */
    pass(line: string): void {
      if (trailing > 0) show(line);
      else held.push(line);
      if (held.length > (before ?? 0)) held.shift();
      trailing -= 1;
    },
    /** The next line fits. */
    meet(): void {
      for (const line of held.splice(0)) show(line);
      trailing = after ?? 0;
    },
  };
}

/** What of a line fits, as `-o` shows it. */
const partsOf = (line: string, pattern: RegExp): readonly string[] =>
  line.match(new RegExp(pattern, `${pattern.flags}g`))?.filter(Boolean) ?? [];

/** Files in a folder and in those below it. */
function below(call: CommandCall, file: string): readonly string[] {
  const tree = call.host.container?.tree;
  const path = pathOf(call, file);
  try {
    if (tree?.stat(path)?.kind !== 'folder') return [file];
    return tree
      .list(path)
      .flatMap((name) => (name.startsWith('..') ? [] : below(call, posix.join(file, name))));
  } catch (error) {
    if (error instanceof FileError) return [file];
    throw error;
  }
}

/** Undefined for what has no counterpart in JavaScript's patterns. */
function compile(
  patterns: readonly string[],
  flags: ReadonlySet<string>,
  always: boolean,
): RegExp | undefined {
  const extended = always || flags.has('E');
  const lines = patterns.flatMap((pattern) => pattern.split('\n'));
  try {
    const sources = lines.map((line) =>
      flags.has('F') ? line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : posixRegex(line, { extended }).source,
    );
    let source = sources.length > 1 ? sources.map((one) => `(?:${one})`).join('|') : (sources[0] ?? '');
    if (source === '(?:)') source = '';
    if (flags.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`;
    if (flags.has('x')) source = `^(?:${source})$`;
    return new RegExp(source, flags.has('i') ? 'i' : '');
  } catch {
    return undefined;
  }
}
