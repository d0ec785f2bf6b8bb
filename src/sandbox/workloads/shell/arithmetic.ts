import type { ArithmeticExpression } from 'unbash';
import { assign, type Scope, ShellError, textOf } from './scope.ts';

/** Expands what stands in an expression: `$x`, `$(cmd)`; handed in, since expansions and arithmetic hold each other. */
type ExpandOperand = (node: ArithmeticExpression) => Promise<string>;

/** An integer expression's value, in 64 bits as shells compute. @throws ShellError for what is no number */
export async function evaluate(
  node: ArithmeticExpression,
  scope: Scope,
  expand: ExpandOperand,
): Promise<bigint> {
  const value = (one: ArithmeticExpression): Promise<bigint> => evaluate(one, scope, expand);
  switch (node.type) {
    case 'ArithmeticGroup':
      return value(node.expression);
    case 'ArithmeticTernary':
      return (await value(node.test)) !== 0n ? value(node.consequent) : value(node.alternate);
    case 'ArithmeticUnary':
      return unary(node, scope, value);
    case 'ArithmeticBinary':
      return binary(node, scope, value);
    case 'ArithmeticWord':
    case 'ArithmeticCommandExpansion':
      return numberOf(await expand(node), scope);
    default:
      return node satisfies never;
  }
}

type Evaluate = (node: ArithmeticExpression) => Promise<bigint>;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

async function unary(
  { operator, operand, prefix }: ArithmeticExpression & { readonly type: 'ArithmeticUnary' },
  scope: Scope,
  value: Evaluate,
): Promise<bigint> {
  const old = await value(operand);
  switch (operator) {
    case '-':
      return wrap(-old);
    case '+':
      return old;
    case '!':
      return old === 0n ? 1n : 0n;
    case '~':
      return ~old;
    default: {
      const next = wrap(operator === '++' ? old + 1n : old - 1n);
      store(operand, next, scope);
      return prefix ? next : old;
    }
  }
}

async function binary(
  { operator, left, right }: ArithmeticExpression & { readonly type: 'ArithmeticBinary' },
  scope: Scope,
  value: Evaluate,
): Promise<bigint> {
  if (operator === '&&') return (await value(left)) !== 0n && (await value(right)) !== 0n ? 1n : 0n;
  if (operator === '||') return (await value(left)) !== 0n || (await value(right)) !== 0n ? 1n : 0n;
  if (operator === '=') return store(left, await value(right), scope);
  const compound = /^(.+)=$/.exec(operator)?.[1];
  if (compound && !['<', '>', '!', '='].includes(compound))
    return store(left, compute(compound, await value(left), await value(right)), scope);
  return compute(operator, await value(left), await value(right));
}

function compute(operator: string, a: bigint, b: bigint): bigint {
  const truth = (held: boolean): bigint => (held ? 1n : 0n);
  if (b === 0n && (operator === '/' || operator === '%')) throw new ShellError('divide by zero', 2);
  if (b < 0n && operator === '**') throw new ShellError('exponent less than 0', 1);
  const results: Readonly<Record<string, () => bigint>> = {
    '+': () => a + b,
    '-': () => a - b,
    '*': () => a * b,
    '/': () => a / b,
    '%': () => a % b,
    '**': () => a ** b,
    '<<': () => a << b,
    '>>': () => a >> b,
    '&': () => a & b,
    '|': () => a | b,
    '^': () => a ^ b,
    '<': () => truth(a < b),
    '>': () => truth(a > b),
    '<=': () => truth(a <= b),
    '>=': () => truth(a >= b),
    '==': () => truth(a === b),
    '!=': () => truth(a !== b),
    ',': () => b,
  };
  const result = results[operator];
  if (!result) throw new ShellError(`sandbox: the operator ${operator} is not simulated`, 2);
  return wrap(result());
}

function store(node: ArithmeticExpression, value: bigint, scope: Scope): bigint {
  const name = node.type === 'ArithmeticWord' ? node.value.replace(/^\$/, '') : '';
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError('arithmetic syntax error', 2);
  assign(scope, name, String(value));
  return value;
}

/** A number in any base, or the value of a variable, which may name another. */
export function numberOf(text: string, scope: Scope, depth = 0): bigint {
  const word = text.trim();
  if (word === '') return 0n;
  if (/^[-+]?\d+$/.test(word) && !/^[-+]?0\d/.test(word)) return wrap(BigInt(word.replace(/^\+/, '')));
  if (/^0[xX][\da-fA-F]+$/.test(word)) return wrap(BigInt(word));
  if (/^0[0-7]+$/.test(word)) return wrap(BigInt(`0o${word.slice(1)}`));
  const [, base, digits] = /^(\d+)#([\da-zA-Z]+)$/.exec(word) ?? [];
  if (base && digits) return BigInt(Number.parseInt(digits, Number(base)));
  const [, name, index] = /^([A-Za-z_]\w*)(?:\[(\w+)\])?$/.exec(word) ?? [];
  if (!name || depth > 20) throw new ShellError(`arithmetic syntax error: ${word}`, 2);
  const held = scope.shell.variables.get(name);
  const key = index === undefined ? '0' : String(numberOf(index, scope, depth + 1));
  const next = typeof held === 'object' ? held.get(key) : textOf(held);
  return numberOf(next ?? '0', scope, depth + 1);
}
