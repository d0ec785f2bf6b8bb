import type { Command, CommandCall } from '../command.ts';
import { linesOfFiles } from '../lines.ts';
import { type Options, optionValue, readOptions } from '../options.ts';
import { unsupported } from '../unsupported.ts';

/** A command that makes something of each line; undefined leaves it out. */
type EachLine = (line: string, number: number) => string | undefined;

async function eachLine(call: CommandCall, files: readonly string[], change: EachLine): Promise<number> {
  const failures = { count: 0 };
  let number = 0;
  for await (const raw of linesOfFiles(call, files, failures)) {
    number += 1;
    const text = change(raw.toString().replace(/\n$/, ''), number);
    if (text !== undefined && !call.io.stdout(text)) return 141;
  }
  return failures.count ? 1 : 0;
}

/** Numbers that a list such as `1,3-5,7-` names. */
function listed(list: string): (at: number) => boolean {
  const ranges = list.split(',').map((part) => {
    const [, from = '', dash, to = ''] = /^(\d*)(-?)(\d*)$/.exec(part) ?? [];
    return { from: Number(from || 1), to: dash ? Number(to || Number.MAX_SAFE_INTEGER) : Number(from) };
  });
  return (at) => ranges.some(({ from, to }) => at >= from && at <= to);
}

/** `cut -d: -f1,3`, `cut -c1-5`. */
export const cut: Command = async (call) => {
  const options = readOptions(call, { flags: 's', valued: 'dfcb' });
  if (typeof options === 'number') return options;
  const delimiter = optionValue(options, 'd') ?? '\t';
  const fields = optionValue(options, 'f');
  const letters = optionValue(options, 'c') ?? optionValue(options, 'b');
  if (fields === undefined && letters === undefined) {
    call.io.stderr('cut: you must specify a list of bytes, characters, or fields\n');
    return 1;
  }
  const wanted = listed(fields ?? letters ?? '');
  return eachLine(call, options.operands, (line) => {
    if (fields === undefined) return `${[...line].filter((_, at) => wanted(at + 1)).join('')}\n`;
    if (!line.includes(delimiter)) return options.flags.has('s') ? undefined : `${line}\n`;
    return `${line
      .split(delimiter)
      .filter((_, at) => wanted(at + 1))
      .join(delimiter)}\n`;
  });
};

export const rev: Command = async (call) =>
  eachLine(call, call.argv.slice(1), (line) => `${[...line].reverse().join('')}\n`);

export const nl: Command = async (call) => {
  const options = readOptions(call, { valued: 'b' });
  if (typeof options === 'number') return options;
  let number = 0;
  return eachLine(call, options.operands, (line) => {
    if (line === '' && optionValue(options, 'b') !== 'a') return '       \n';
    number += 1;
    return `${String(number).padStart(6)}\t${line}\n`;
  });
};

/** `uniq`, of neighbours that are the same. */
export const uniq: Command = async (call) => {
  const options = readOptions(call, { flags: 'cdui' });
  if (typeof options === 'number') return options;
  const { flags, operands } = options;
  const fold = (line: string): string => (flags.has('i') ? line.toLowerCase() : line);
  let [held, count]: [string | undefined, number] = [undefined, 0];
  const told = (): string => {
    const only = (flags.has('d') && count < 2) || (flags.has('u') && count > 1);
    if (held === undefined || only) return '';
    return flags.has('c') ? `${String(count).padStart(7)} ${held}\n` : `${held}\n`;
  };
  const status = await eachLine(call, operands, (line) => {
    if (held !== undefined && fold(held) === fold(line)) {
      count += 1;
      return undefined;
    }
    const before = told();
    [held, count] = [line, 1];
    return before;
  });
  call.io.stdout(told());
  return status;
};

/** `tac`: lines from last to first. */
export const tac: Command = async (call) => {
  const lines: string[] = [];
  const status = await eachLine(call, call.argv.slice(1), (line) => {
    lines.unshift(`${line}\n`);
    return undefined;
  });
  call.io.stdout(lines.join(''));
  return status;
};

/** `paste -sd,` and `paste a b`. */
export const paste: Command = async (call) => {
  const options = readOptions(call, { flags: 's', valued: 'd' });
  if (typeof options === 'number') return options;
  const delimiter = (optionValue(options, 'd') ?? '\t').replace('\\n', '\n').replace('\\t', '\t');
  const columns: string[][] = [];
  const files = options.operands.length ? options.operands : ['-'];
  for (const file of files) columns.push(await allLines(call, file, options));
  const rows = options.flags.has('s')
    ? columns
    : Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, row) =>
        columns.map((column) => column[row] ?? ''),
      );
  for (const row of rows) call.io.stdout(`${row.join(delimiter)}\n`);
  return 0;
};

async function allLines(call: CommandCall, file: string, _options: Options): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOfFiles(call, [file], { count: 0 }))
    lines.push(line.toString().replace(/\n$/, ''));
  return lines;
}

/** `tr a-z A-Z`, `tr -d '\n'`, `tr -s ' '`. */
export const tr: Command = async (call) => {
  const options = readOptions(call, { flags: 'dscC' });
  if (typeof options === 'number') return options;
  const { flags, operands } = options;
  const [first = '', second] = operands;
  if (second === undefined && !flags.has('d') && !flags.has('s')) return unsupported(call, 'with one set');
  const change = letterChange(flags, lettersOf(first), second === undefined ? undefined : lettersOf(second));
  for await (const chunk of call.io.stdin ?? [])
    if (!call.io.stdout([...Buffer.from(chunk).toString()].map(change).join(''))) return 141;
  return 0;
};

/** What becomes of each letter, one after another: another one, or none. */
function letterChange(flags: ReadonlySet<string>, from: readonly string[], to?: readonly string[]) {
  const complement = flags.has('c') || flags.has('C');
  const isIn = (letter: string): boolean => from.includes(letter) !== complement;
  const mapped = (letter: string): string => {
    if (!isIn(letter) || !to?.length) return letter;
    return to[Math.min(complement ? to.length - 1 : from.indexOf(letter), to.length - 1)] ?? letter;
  };
  const isSqueezed = (letter: string): boolean => flags.has('s') && (to ? to.includes(letter) : isIn(letter));
  let last = '';
  return (letter: string): string => {
    if (flags.has('d') && isIn(letter)) return '';
    const made = flags.has('d') ? letter : mapped(letter);
    if (made === last && isSqueezed(made)) return '';
    last = made;
    return made;
  };
}

const sets: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: ' \t',
  digit: '0-9',
  lower: 'a-z',
  space: ' \t\n\r\f\v',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
  punct: '!-/:-@[-`{-~',
};

function lettersOf(set: string): readonly string[] {
  const plain = set
    .replace(/\[:(\w+):\]/g, (text, name: string) => sets[name] ?? text)
    .replace(
      /\\([ntrfv0\\])/g,
      (_, letter: string) => ({ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' })[letter] ?? '\\',
    );
  const letters: string[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const [one = '', dash, end] = plain.slice(at, at + 3);
    if (dash !== '-' || end === undefined) {
      letters.push(one);
      continue;
    }
    for (let code = one.charCodeAt(0); code <= end.charCodeAt(0); code += 1)
      letters.push(String.fromCharCode(code));
    at += 2;
  }
  return letters;
}
