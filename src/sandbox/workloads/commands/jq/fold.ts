import type { Ast, Json, Pattern } from './ast.ts';
import { type Out, type Outs, run, type Scope, withVariable } from './run-jq.ts';
import { part } from './values.ts';

const made = (value: Json): Out => ({ value });

type Fold = Extract<Ast, { kind: 'reduce' | 'foreach' }>;

/** Goes through results, one after the other, with a state. */
export function* fold(ast: Fold, input: Out, scope: Scope): Outs {
  for (const start of run(ast.start, input, scope)) {
    let state: Out = start;
    for (const { value } of run(ast.source, made(input.value), scope))
      for (const inner of bound(ast.pattern, value, scope)) {
        let last: Out | undefined;
        for (const next of run(ast.update, state, inner)) {
          last = next;
          if (ast.kind === 'foreach') yield* ast.extract ? run(ast.extract, next, inner) : [next];
        }
        if (last || ast.kind === 'reduce') state = last ?? made(null);
      }
    if (ast.kind === 'reduce') yield state;
  }
}

/** The scopes in which a pattern has the parts of a value as variables. */
export function* bound(pattern: Pattern, value: Json, scope: Scope): Generator<Scope, void, undefined> {
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
