import { createHash } from 'node:crypto';
import { type Command, FileError, pathOf, readAll } from '../command.ts';

/** `sha256sum` and its like. */
export const digest =
  (algorithm: string): Command =>
  async (call) => {
    const files = call.argv.slice(1);
    let status = 0;
    for (const file of files.length ? files : ['-']) {
      try {
        const content =
          file === '-' ? await readAll(call.io.stdin) : await call.host.files.read(pathOf(call, file));
        call.io.stdout(`${createHash(algorithm).update(content).digest('hex')}  ${file}\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        call.io.stderr(`${call.argv[0]}: ${file}: ${error.message}\n`);
        status = 1;
      }
    }
    return status;
  };

/** `expr`, of numbers and texts. */
export const expr: Command = async (call) => {
  const args = call.argv.slice(1);
  try {
    const value = sum(args);
    if (args.length) throw new SyntaxError();
    call.io.stdout(`${value}\n`);
    return value === '' || value === '0' ? 1 : 0;
  } catch {
    call.io.stderr('expr: syntax error\n');
    return 2;
  }
};

type Operation = (a: string, b: string) => string;

const truth = (held: boolean): string => (held ? '1' : '0');
const number = (text: string): number => {
  if (!/^-?\d+$/.test(text)) throw new SyntaxError();
  return Number(text);
};

const levels: readonly Readonly<Record<string, Operation>>[] = [
  { '|': (a, b) => (a !== '' && a !== '0' ? a : b) },
  { '&': (a, b) => (a !== '' && a !== '0' && b !== '' && b !== '0' ? a : '0') },
  {
    '=': (a, b) => truth(a === b),
    '!=': (a, b) => truth(a !== b),
    '<': (a, b) => truth(Number(a) < Number(b)),
    '<=': (a, b) => truth(Number(a) <= Number(b)),
    '>': (a, b) => truth(Number(a) > Number(b)),
    '>=': (a, b) => truth(Number(a) >= Number(b)),
  },
  { '+': (a, b) => String(number(a) + number(b)), '-': (a, b) => String(number(a) - number(b)) },
  {
    '*': (a, b) => String(number(a) * number(b)),
    '/': (a, b) => String(Math.trunc(number(a) / number(b))),
    '%': (a, b) => String(number(a) % number(b)),
  },
  {
    ':': (a, b) => {
      const found = new RegExp(`^${b.replace(/\\([()])/g, '$1')}`).exec(a);
      return found ? (found[1] ?? String(found[0].length)) : '0';
    },
  },
];

function sum(args: string[], level = 0): string {
  const operations = levels[level];
  if (!operations) return operand(args);
  let value = sum(args, level + 1);
  for (let operation = operations[args[0] ?? '']; operation; operation = operations[args[0] ?? '']) {
    args.shift();
    value = operation(value, sum(args, level + 1));
  }
  return value;
}

function operand(args: string[]): string {
  const word = args.shift();
  if (word === undefined) throw new SyntaxError();
  if (word === 'length') return String((args.shift() ?? '').length);
  if (word !== '(') return word;
  const value = sum(args);
  if (args.shift() !== ')') throw new SyntaxError();
  return value;
}
