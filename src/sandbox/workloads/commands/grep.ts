import type { Command, CommandCall } from './command.ts';
import { linesOfFiles } from './lines.ts';
import { unsupported } from './unsupported.ts';

type Options = {
  readonly flags: ReadonlySet<string>;
  readonly pattern: string;
  readonly files: readonly string[];
};

const known = 'cEFinoqvwx';

/** `grep` by lines, with basic or extended patterns; exit code 1 when nothing fits. */
export const grep: Command = async (call) => {
  const options = parseOptions(call);
  if (typeof options === 'number') return options;
  const { flags } = options;
  const pattern = compile(options);
  if (!pattern) return unsupported(call, `with the pattern '${options.pattern}'`);
  const failures = { count: 0 };
  let found = 0;
  let number = 0;
  for await (const raw of linesOfFiles(call, options.files, failures)) {
    number += 1;
    const line = raw.toString().replace(/\n$/, '');
    if (pattern.test(line) === flags.has('v')) continue;
    found += 1;
    if (flags.has('q')) break;
    if (flags.has('c')) continue;
    const prefix = flags.has('n') ? `${number}:` : '';
    const shown = flags.has('o') ? (line.match(new RegExp(pattern, 'g'))?.filter(Boolean) ?? []) : [line];
    for (const text of shown) call.io.stdout(`${prefix}${text}\n`);
  }
  if (flags.has('c')) call.io.stdout(`${found}\n`);
  if (failures.count) return 2;
  return found ? 0 : 1;
};

function parseOptions(call: CommandCall): Options | number {
  const args = call.argv.slice(1);
  const flags = new Set<string>();
  let pattern: string | undefined;
  while (args[0]?.startsWith('-') && args[0] !== '-') {
    const flag = args.shift() ?? '';
    if (flag === '-e') pattern = args.shift();
    else if (!new RegExp(`^-[${known}]+$`).test(flag)) return unsupported(call, flag);
    else for (const letter of flag.slice(1)) flags.add(letter);
  }
  pattern ??= args.shift();
  if (pattern === undefined) {
    call.io.stderr('Usage: grep [OPTION]... PATTERNS [FILE]...\n');
    return 2;
  }
  return { flags, pattern, files: args };
}

/** Undefined for what has no counterpart in JavaScript's patterns. */
function compile({ flags, pattern }: Options): RegExp | undefined {
  let source = flags.has('F')
    ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : flags.has('E')
      ? classes(pattern)
      : classes(basic(pattern));
  if (flags.has('w')) source = `\\b(?:${source})\\b`;
  if (flags.has('x')) source = `^(?:${source})$`;
  try {
    return new RegExp(source, flags.has('i') ? 'i' : '');
  } catch {
    return undefined;
  }
}

/** In a basic pattern `+?(){}|` are plain, and special with a backslash. */
const basic = (pattern: string): string =>
  pattern.replace(
    /\\([+?(){}|])|([+?(){}|])/g,
    (_, special: string | undefined, plain: string) => special ?? `\\${plain}`,
  );

const classes = (pattern: string): string =>
  pattern
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:space:]', '\\s');
