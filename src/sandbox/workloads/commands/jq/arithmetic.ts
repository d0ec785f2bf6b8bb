import { JqError, type Json } from './ast.ts';
import { compare, isList, isObject, shown } from './values.ts';

type Operation = (a: Json, b: Json) => Json | undefined;

const add: Operation = (a, b) => {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isList(a) && isList(b)) return [...a, ...b];
  return isObject(a) && isObject(b) ? { ...a, ...b } : undefined;
};

const subtract: Operation = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return isList(a) && isList(b)
    ? a.filter((one) => !b.some((other) => compare(one, other) === 0))
    : undefined;
};

const multiply: Operation = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'string' && typeof b === 'number')
    return b > 0 ? a.repeat(Math.max(1, Math.trunc(b))) : null;
  return isObject(a) && isObject(b) ? merged(a, b) : undefined;
};

const merged = (a: Json, b: Json): Json => {
  if (!isObject(a) || !isObject(b)) return b;
  const changed = Object.entries(b).map(([key, value]) => [
    key,
    key in a ? merged(a[key] ?? null, value) : value,
  ]);
  return { ...a, ...Object.fromEntries(changed) };
};

const divide: Operation = (a, b) => {
  if (typeof a === 'string' && typeof b === 'string') return splitText(a, b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (b === 0) throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`);
  return a / b;
};

const rest: Operation = (a, b) => {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const divisor = Math.abs(Math.trunc(b));
  if (divisor === 0)
    throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`);
  return Math.trunc(a) % divisor;
};

const verbs: Readonly<Record<string, string>> = {
  '+': 'added',
  '-': 'subtracted',
  '*': 'multiplied',
  '/': 'divided',
  '%': 'divided',
};

const operations: Readonly<Record<string, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': rest,
  '==': (a, b) => compare(a, b) === 0,
  '!=': (a, b) => compare(a, b) !== 0,
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
};

/** @throws JqError for values that don't go together */
export function operate(operator: string, a: Json, b: Json): Json {
  const result = operations[operator]?.(a, b);
  if (result === undefined) throw new JqError(`${shown(a)} and ${shown(b)} cannot be ${verbs[operator]}`);
  return result;
}

export const splitText = (text: string, separator: string): readonly string[] =>
  text === '' ? [] : separator === '' ? [...text] : text.split(separator);
