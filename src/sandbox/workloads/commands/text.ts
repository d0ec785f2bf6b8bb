import { pause } from '../process/pause.ts';
import { type Command, type CommandCall, FileError, pathOf, readAll } from './command.ts';
import { linesOfFiles } from './lines.ts';
import { unsupported } from './unsupported.ts';

export const cat: Command = async (call) => {
  const files = call.argv.slice(1);
  const flag = files.find((file) => file.startsWith('-') && file !== '-' && file !== '-n');
  if (flag) return unsupported(call, flag);
  const numbered = files.includes('-n');
  let number = 0;
  const failures = { count: 0 };
  for await (const line of linesOfFiles(
    call,
    files.filter((file) => file !== '-n'),
    failures,
  )) {
    number += 1;
    if (!call.io.stdout(numbered ? `${String(number).padStart(6)}\t${line}` : line)) return 141;
  }
  return failures.count ? 1 : 0;
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

/** `head -c 5`: bytes. */
async function headBytes(call: CommandCall, count: number, files: readonly string[]): Promise<number> {
  const failures = { count: 0 };
  let left = count;
  for await (const line of linesOfFiles(call, files, failures)) {
    call.io.stdout(line.subarray(0, left));
    left -= line.length;
    if (left <= 0) break;
  }
  return failures.count ? 1 : 0;
}

export const head: Command = async (call) => {
  const [, flag = '', count, ...rest] = call.argv;
  if (flag === '-c') return headBytes(call, Number(count), rest);
  if (/^-c\d+$/.test(flag)) return headBytes(call, Number(flag.slice(2)), call.argv.slice(2));
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

/** What is added to a file, as long as the process is there. */
async function follow(call: CommandCall, file: string): Promise<number> {
  const place = pathOf(call, file);
  const whole = async (): Promise<Buffer> => call.host.files.read(place).catch(() => Buffer.alloc(0));
  let seen = 0;
  const lines = (await whole()).toString().split('\n');
  const last = lines.slice(-11).join('\n');
  if (place !== '/dev/null') call.io.stdout(last);
  seen = (await whole()).length;
  while (!call.io.signal.aborted) {
    await pause(200, call.io.signal);
    const content = await whole();
    if (content.length > seen && !call.io.stdout(content.subarray(seen))) return 141;
    seen = content.length;
  }
  return 143;
}

export const tail: Command = async (call) => {
  const [, flag = '', file] = call.argv;
  if (/^-[fF]$/.test(flag) && file !== undefined) return follow(call, file);
  if (flag === '-n' && /^-[fF]$/.test(call.argv[3] ?? '')) return follow(call, call.argv[4] ?? '');
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

export const seq: Command = async (call) => {
  const args = call.argv.slice(1);
  const separator = args[0] === '-s' ? (args.splice(0, 2)[1] ?? '\n') : '\n';
  if (separator !== '\n') {
    const [from = 1, to = from] =
      args.length === 1 ? [1, Number(args[0])] : [Number(args[0]), Number(args.at(-1))];
    const all = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String(from + index));
    call.io.stdout(`${all.join(separator)}\n`);
    return 0;
  }
  const numbers = args.map(Number);
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
  const args = call.argv.slice(1);
  const append = args.includes('-a');
  const files = args.filter((arg) => arg !== '-a');
  const flag = files.find((file) => file.startsWith('-'));
  if (flag) return unsupported(call, flag);
  const content = await readAll(call.io.stdin);
  call.io.stdout(content);
  for (const file of files) {
    try {
      await call.host.files.write(pathOf(call, file), content, append);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`tee: ${file}: ${error.message}\n`);
      return 1;
    }
  }
  return 0;
};
