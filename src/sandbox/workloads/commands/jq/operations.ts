import { operate } from './arithmetic.ts';
import { type Ast, JqError } from './ast.ts';
import { made } from './native.ts';
import { type Out, type Outs, run, type Scope } from './run-jq.ts';
import { isTrue, shown } from './values.ts';

/** What an operator makes of its sides, in every combination; the right side goes first, as in jq. */
export function* operated(ast: Extract<Ast, { kind: 'binary' }>, input: Out, scope: Scope): Outs {
  for (const { value: right } of run(ast.right, made(input.value), scope))
    for (const { value: left } of run(ast.left, made(input.value), scope))
      yield made(operate(ast.operator, left, right));
}

/** `and` and `or`: the right side is asked only where the left one doesn't decide. */
export function* decided(
  kind: 'and' | 'or',
  { left, right }: { readonly left: Ast; readonly right: Ast },
  input: Out,
  scope: Scope,
): Outs {
  const deciding = kind === 'or';
  for (const { value } of run(left, made(input.value), scope))
    if (isTrue(value) === deciding) yield made(deciding);
    else for (const other of run(right, made(input.value), scope)) yield made(isTrue(other.value));
}

/** Numbers with the other sign. @throws JqError */
export function* negated(of: Ast, input: Out, scope: Scope): Outs {
  for (const { value } of run(of, input, scope)) {
    if (typeof value !== 'number') throw new JqError(`${shown(value)} cannot be negated`);
    yield made(-value);
  }
}
