import { posix } from 'node:path';
import { FileError } from '../commands/command.ts';
import type { Entry } from '../files/entry.ts';
import type { Scope } from './scope.ts';

const strings: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
};

const numbers: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

type FileTest = (entry: Entry | undefined) => boolean;

const fileTests: Readonly<Record<string, FileTest>> = {
  '-a': (entry) => entry !== undefined,
  '-e': (entry) => entry !== undefined,
  '-f': (entry) => entry?.kind === 'file',
  '-d': (entry) => entry?.kind === 'folder',
  '-L': (entry) => entry?.kind === 'link',
  '-h': (entry) => entry?.kind === 'link',
  '-r': (entry) => entry !== undefined,
  '-w': (entry) => entry !== undefined,
  '-x': (entry) => entry !== undefined && (entry.kind === 'folder' || (entry.mode & 0o111) !== 0),
  '-s': (entry) => entry?.kind === 'folder' || (entry?.kind === 'file' && entry.content.length > 0),
};

/** What can't be told: an exit code of 2. */
class Untestable extends Error {
  override name = 'Untestable';
}

/** `test`: 0 when it holds, 1 when not, 2 for what it can't tell. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/test.html */
export function testExpression(args: readonly string[], scope: Scope): number {
  try {
    return either([...args], scope) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Untestable) && !(error instanceof FileError)) throw error;
    scope.io.stderr(`${scope.shell.name}: ${error.message}\n`);
    return 2;
  }
}

function either(args: string[], scope: Scope): boolean {
  let held = both(args, scope);
  while (args[0] === '-o') {
    args.shift();
    const next = both(args, scope);
    held = held || next;
  }
  if (args.length) throw new Untestable(`${args[0]}: unknown operand`);
  return held;
}

function both(args: string[], scope: Scope): boolean {
  let held = single(args, scope);
  while (args[0] === '-a') {
    args.shift();
    const next = single(args, scope);
    held = held && next;
  }
  return held;
}

function single(args: string[], scope: Scope): boolean {
  const [first, second, third] = args;
  if (first === undefined) return false;
  if (second !== undefined && third !== undefined && (strings[second] || numbers[second])) {
    args.splice(0, 3);
    return strings[second]?.(first, third) ?? numeric(first, second, third);
  }
  if (first === '!' && second !== undefined) {
    args.shift();
    return !single(args, scope);
  }
  if (first === '(') {
    const end = args.lastIndexOf(')');
    const inside = args.splice(0, end + 1).slice(1, -1);
    return either(inside, scope);
  }
  if (second !== undefined && /^-[a-zA-Z]$/.test(first)) {
    args.splice(0, 2);
    return unary(first, second, scope);
  }
  args.shift();
  return first !== '';
}

function unary(operator: string, operand: string, { host, shell }: Scope): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-t') return false;
  if (operator === '-v') return shell.variables.has(operand);
  const test = fileTests[operator];
  const tree = host.container?.tree;
  if (!test || !tree) throw new Untestable(`sandbox: test ${operator} is not simulated`);
  const path = posix.resolve(shell.cwd, operand);
  return operand !== '' && test(tree.stat(path, operator !== '-L' && operator !== '-h'));
}

function numeric(a: string, operator: string, b: string): boolean {
  const wrong = [a, b].find((text) => !/^\s*[-+]?\d+\s*$/.test(text));
  if (wrong !== undefined) throw new Untestable(`${wrong}: bad number`);
  return numbers[operator]?.(Number(a), Number(b)) ?? false;
}
