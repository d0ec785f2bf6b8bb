import { type Command, type CommandCall, FileError, readAll } from './command.ts';
import { linesOfFiles } from './lines.ts';
import { unsupported } from './unsupported.ts';

export const cat: Command = async (call) => {
  const files = call.argv.slice(1);
  const flag = files.find((file) => file.startsWith('-') && file !== '-');
  if (flag) return unsupported(call, flag);
  const failures = { count: 0 };
  for await (const line of linesOfFiles(call, files, failures)) if (!call.io.stdout(line)) return 141;
  return failures.count ? 1 : 0;
};

export const echo: Command = async ({ argv, io }) => {
  const words = argv.slice(1);
  let flags = '';
  while (/^-[neE]+$/.test(words[0] ?? '')) flags += words.shift()?.slice(1);
  const text = words.join(' ');
  io.stdout(`${/e/.test(flags) ? unescapeText(text) : text}${flags.includes('n') ? '' : '\n'}`);
  return 0;
};

/** `printf` with `%s`, `%d` and `%%`; the format is used again while there are arguments left. */
export const printf: Command = async (call) => {
  const [format, ...args] = call.argv.slice(1);
  if (format === undefined) {
    call.io.stderr('printf: missing operand\n');
    return 1;
  }
  const strange = /%(?![sd%])[^%]?/.exec(format.replaceAll('%%', ''))?.[0];
  if (strange) return unsupported(call, strange);
  const left = [...args];
  do {
    call.io.stdout(
      unescapeText(format).replace(/%([sd%])/g, (_, kind: string) => {
        if (kind === '%') return '%';
        return left.shift() ?? (kind === 'd' ? '0' : '');
      }),
    );
  } while (left.length && /%[sd]/.test(format));
  return 0;
};

/** `-n 5`, `-n5` and `-5`, then files. */
function lineCount(
  call: CommandCall,
): { readonly count: string; readonly files: readonly string[] } | number {
  const args = call.argv.slice(1);
  let count = '10';
  while (args[0]?.startsWith('-') && args[0] !== '-') {
    const flag = args.shift() ?? '';
    const [, given] = /^-(?:n|-lines=)?([+-]?\d+)$/.exec(flag) ?? [];
    if (given === undefined && flag !== '-n') return unsupported(call, flag);
    count = given ?? args.shift() ?? '';
  }
  if (!/^[+-]?\d+$/.test(count)) {
    call.io.stderr(`${call.argv[0]}: invalid number '${count}'\n`);
    return 1;
  }
  return { count, files: args };
}

export const head: Command = async (call) => {
  const wanted = lineCount(call);
  if (typeof wanted === 'number') return wanted;
  const limit = Number(wanted.count);
  if (limit < 0) return unsupported(call, `-n ${wanted.count}`);
  const failures = { count: 0 };
  let shown = 0;
  if (limit > 0) {
    for await (const line of linesOfFiles(call, wanted.files, failures)) {
      call.io.stdout(line);
      shown += 1;
      if (shown >= limit) break;
    }
  }
  return failures.count ? 1 : 0;
};

export const tail: Command = async (call) => {
  const wanted = lineCount(call);
  if (typeof wanted === 'number') return wanted;
  const failures = { count: 0 };
  const lines: Buffer[] = [];
  for await (const line of linesOfFiles(call, wanted.files, failures)) lines.push(line);
  const amount = Math.abs(Number(wanted.count));
  const shown = wanted.count.startsWith('+')
    ? lines.slice(Math.max(amount - 1, 0))
    : amount
      ? lines.slice(-amount)
      : [];
  for (const line of shown) call.io.stdout(line);
  return failures.count ? 1 : 0;
};

export const wc: Command = async (call) => {
  const args = call.argv.slice(1);
  const flags = args.filter((arg) => /^-[lwc]+$/.test(arg)).join('');
  const other = args.find((arg) => !/^-[lwc]+$/.test(arg));
  if (other !== undefined) return unsupported(call, other);
  const content = await readAll(call.io.stdin);
  const text = content.toString();
  const counts = {
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter(Boolean).length,
    c: content.length,
  };
  const wanted = (['l', 'w', 'c'] as const).filter((key) => !flags || flags.includes(key));
  const cells = wanted.map((key) => String(counts[key]));
  call.io.stdout(`${wanted.length === 1 ? cells[0] : cells.map((cell) => cell.padStart(7)).join(' ')}\n`);
  return 0;
};

export const seq: Command = async (call) => {
  const numbers = call.argv.slice(1).map(Number);
  const [first = 1, step = 1, last = first] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (!numbers.length || numbers.length > 3 || !numbers.every(Number.isInteger) || step === 0) {
    return unsupported(call, call.argv.slice(1).join(' '));
  }
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) {
    if (!call.io.stdout(`${value}\n`)) return 141;
  }
  return 0;
};

/** Copies stdin to stdout and to files. */
export const tee: Command = async (call) => {
  const files = call.argv.slice(1);
  const flag = files.find((file) => file.startsWith('-'));
  if (flag) return unsupported(call, flag);
  const content = await readAll(call.io.stdin);
  call.io.stdout(content);
  for (const file of files) {
    try {
      await call.host.files.write(file, content, false);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`tee: ${file}: ${error.message}\n`);
      return 1;
    }
  }
  return 0;
};

const named: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Backslash escapes of `echo -e` and `printf`; unknown ones stay. */
const unescapeText = (text: string): string =>
  text.replace(/\\([abfnrtv\\])/g, (_, letter: string) => named[letter] ?? letter);
