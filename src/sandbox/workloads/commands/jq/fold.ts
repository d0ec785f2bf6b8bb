import type { Ast, Json, Pattern } from './ast.ts';
import { made } from './native.ts';
import { type Out, type Outs, run, type Scope, withVariable } from './run-jq.ts';
import { part } from './values.ts';

type Fold = Extract<Ast, { kind: 'reduce' | 'foreach' }>;

/** Goes through results, one after the other, with a state. */
export function* fold(ast: Fold, input: Out, scope: Scope): Outs {
  for (const start of run(ast.start, input, scope)) {
    let state: Out = start;
    for (const { value } of run(ast.source, made(input.value), scope))
      for (const inner of bound(ast.pattern, value, scope)) state = yield* turn(ast, state, inner);
    if (ast.kind === 'reduce') yield state;
  }
}

/** One turn, with what foreach gives of it. @returns the state after it: of reduce null if nothing came */
function* turn(ast: Fold, state: Out, scope: Scope): Generator<Out, Out, undefined> {
  let last: Out | undefined;
  for (const next of run(ast.update, state, scope)) {
    last = next;
    if (ast.kind === 'foreach') yield* ast.extract ? run(ast.extract, next, scope) : [next];
  }
  return last ?? (ast.kind === 'reduce' ? made(null) : state);
}

/** Runs a filter with a pattern's variables, once for each way to bind them. */
export function* bind(ast: Extract<Ast, { kind: 'bind' }>, input: Out, scope: Scope): Outs {
  for (const { value } of run(ast.source, made(input.value), scope))
    for (const inner of bound(ast.pattern, value, scope)) yield* run(ast.body, input, inner);
}

/** The scopes in which a pattern has the parts of a value as variables. */
function* bound(pattern: Pattern, value: Json, scope: Scope): Generator<Scope, void, undefined> {
  if (pattern.kind === 'name') {
    yield withVariable(scope, pattern.name, value);
    return;
  }
  if (pattern.kind === 'list') {
    let scopes: Scope[] = [scope];
    for (const [index, item] of pattern.items.entries())
      scopes = scopes.flatMap((one) => [...bound(item, part(value, index), one)]);
    yield* scopes;
    return;
  }
  let scopes: Scope[] = [scope];
  for (const { key, value: inner } of pattern.fields)
    scopes = scopes.flatMap((one) =>
      [...run(key, made(value), one)].flatMap((at) => [...bound(inner, part(value, at.value), one)]),
    );
  yield* scopes;
}
