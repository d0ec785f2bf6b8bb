import { type Ast, JqError } from './ast.ts';
import { formatText } from './formats.ts';
import { made } from './native.ts';
import { type Out, type Outs, run, type Scope, step } from './run-jq.ts';
import { isTrue } from './values.ts';

/** Parts of what a filter gives, by each index that another one gives. */
export function* indexed(ast: Extract<Ast, { kind: 'index' }>, input: Out, scope: Scope): Outs {
  for (const of of run(ast.of, input, scope))
    for (const { value: at } of run(ast.at, made(input.value), scope)) yield step(of, at);
}

/** Slices of lists and texts. */
export function* slices(ast: Extract<Ast, { kind: 'slice' }>, input: Out, scope: Scope): Outs {
  const nothing: Ast = { kind: 'literal', value: null };
  for (const of of run(ast.of, input, scope))
    for (const { value: end } of run(ast.to ?? nothing, made(input.value), scope))
      for (const { value: start } of run(ast.from ?? nothing, made(input.value), scope))
        yield step(of, { start, end });
}

/** Texts with what is put into them, in every combination. */
export function* texts(rest: readonly (string | Ast)[], format: string, input: Out, scope: Scope): Outs {
  const [first, ...others] = rest;
  if (first === undefined) {
    yield made('');
    return;
  }
  for (const { value: tail } of texts(others, format, input, scope)) {
    const heads = typeof first === 'string' ? [made(first)] : run(first, made(input.value), scope);
    for (const { value } of heads)
      yield made(`${typeof first === 'string' ? first : formatText(format, value)}${tail}`);
  }
}

/** Objects of fields, in every combination. */
export function* objects(
  fields: readonly { readonly key: Ast; readonly value: Ast }[],
  input: Out,
  scope: Scope,
): Outs {
  const [last] = fields.slice(-1);
  if (!last) {
    yield made({});
    return;
  }
  for (const { value: start } of objects(fields.slice(0, -1), input, scope))
    for (const { value: key } of run(last.key, input, scope)) {
      if (typeof key !== 'string') throw new JqError(`Object keys must be strings`);
      for (const { value } of run(last.value, input, scope))
        yield made({ ...(start as object), [key]: value });
    }
}

/** What a filter gives that counts as true, or else what another one gives. */
export function* alternatives(left: Ast, right: Ast, input: Out, scope: Scope): Outs {
  let isFound = false;
  try {
    for (const out of run(left, input, scope)) {
      if (!isTrue(out.value)) continue;
      isFound = true;
      yield out;
    }
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
  }
  if (!isFound) yield* run(right, input, scope);
}

/** What a filter gives until it fails. */
export function* attempts(of: Ast, otherwise: Ast | undefined, input: Out, scope: Scope): Outs {
  const outs = run(of, input, scope);
  for (;;) {
    let next: IteratorResult<Out, void>;
    try {
      next = outs.next();
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      if (otherwise) yield* run(otherwise, made(error.value), scope);
      return;
    }
    if (next.done) return;
    yield next.value;
  }
}
