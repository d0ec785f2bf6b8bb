import type { CommandIo } from '../commands/command.ts';

const strings: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

const numbers: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

/** `test` for strings and numbers: 0 when it holds, 1 when not, 2 for what it can't tell. */
export function testExpression(args: readonly string[], io: CommandIo): number {
  const [first = '', second = '', third = ''] = args;
  if (first === '!') {
    const status = testExpression(args.slice(1), io);
    return status === 2 ? 2 : 1 - status;
  }
  if (args.length < 2) return first ? 0 : 1;
  if (args.length === 2 && first === '-z') return second ? 1 : 0;
  if (args.length === 2 && first === '-n') return second ? 0 : 1;
  const compare = strings[second];
  if (args.length === 3 && compare) return compare(first, third) ? 0 : 1;
  const compareNumbers = numbers[second];
  if (args.length === 3 && compareNumbers) return numeric(first, third, compareNumbers, io);
  io.stderr(`sandbox: test ${args.join(' ')} is not simulated\n`);
  return 2;
}

function numeric(a: string, b: string, compare: (a: number, b: number) => boolean, io: CommandIo): number {
  const wrong = [a, b].find((text) => !/^\s*[-+]?\d+\s*$/.test(text));
  if (wrong === undefined) return compare(Number(a), Number(b)) ? 0 : 1;
  io.stderr(`sh: ${wrong}: bad number\n`);
  return 2;
}
