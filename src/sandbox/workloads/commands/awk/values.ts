import { general } from '../text/printf.ts';

/** A value: a text from input that looks like a number compares as one. */
export type Value = number | string | { readonly input: string };

const numeric = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

const isNumeric = (value: Value): boolean =>
  typeof value === 'number' || (typeof value === 'object' && numeric.test(value.input));

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'object' ? value.input : value;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(text)?.[0] ?? 0);
}

export function toText(value: Value): string {
  if (typeof value === 'object') return value.input;
  if (typeof value === 'string') return value;
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? String(value) : general(value, 6);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'object') return isNumeric(value) ? toNumber(value) !== 0 : value.input !== '';
  return value !== '';
}

/** Negative, 0 or positive, as numbers if both are such. */
export function compare(one: Value, other: Value): number {
  if (isNumeric(one) && isNumeric(other)) return toNumber(one) - toNumber(other);
  const [a, b] = [toText(one), toText(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a comparison holds, by the order of what it compares; undefined for another operator. */
export function truth(operator: string, order: number): 0 | 1 | undefined {
  const held: Readonly<Record<string, boolean>> = {
    '<': order < 0,
    '<=': order <= 0,
    '==': order === 0,
    '!=': order !== 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  const found = held[operator];
  return found === undefined ? undefined : found ? 1 : 0;
}
