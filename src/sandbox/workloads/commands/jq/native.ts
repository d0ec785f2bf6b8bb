import { JqError, type Json } from './ast.ts';
import type { Closure, Out, Outs } from './run-jq.ts';
import { shown } from './values.ts';

/** A function that isn't written in jq itself. */
export type Native = (input: Out, args: readonly Closure[]) => Outs;

/** A value that is nowhere in the input. */
export const made = (value: Json): Out => ({ value });

/** A function of its input and of every combination of its arguments' values. */
export const plain = (of: (value: Json, ...args: readonly Json[]) => Json): Native =>
  function* (input, args) {
    for (const values of combined(args, input.value)) yield made(of(input.value, ...values));
  };

/** Every combination of arguments' values, the first changing fastest. */
export function* combined(
  args: readonly Closure[],
  value: Json,
): Generator<readonly Json[], void, undefined> {
  const [last] = args.slice(-1);
  if (!last) {
    yield [];
    return;
  }
  for (const out of last(made(value)))
    for (const before of combined(args.slice(0, -1), value)) yield [...before, out.value];
}

/** @throws JqError for what is no text */
export const textOf = (value: Json, what: string): string => {
  if (typeof value === 'string') return value;
  throw new JqError(`${shown(value)} cannot be ${what}`);
};
