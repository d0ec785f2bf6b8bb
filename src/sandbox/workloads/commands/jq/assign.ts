import { operate } from './arithmetic.ts';
import { type Ast, JqError, type Json, type Path } from './ast.ts';
import { made } from './native.ts';
import { type Closure, type Out, type Outs, run, type Scope } from './run-jq.ts';
import { isTrue, partAt, without, withPart } from './values.ts';

/** Where in a value the results of a filter are. @throws JqError for those that are nowhere in it */
export function* pathsOf(closure: Closure, value: Json): Generator<Path, void, undefined> {
  for (const out of closure({ value, path: [] })) {
    if (!out.path) throw new JqError(`Invalid path expression with result ${JSON.stringify(out.value)}`);
    yield out.path;
  }
}

/** Gives the input with other parts where the left side leads. */
export function* assign(
  { operator, left, right }: Extract<Ast, { kind: 'assign' }>,
  { value }: Out,
  scope: Scope,
): Outs {
  const paths = () => [...pathsOf((input) => run(left, input, scope), value)];
  if (operator === '|=') {
    const gone: Path[] = [];
    let changed = value;
    for (const path of paths()) {
      const [first] = run(right, made(partAt(changed, path)), scope);
      if (first) changed = withPart(changed, path, () => first.value);
      else gone.push(path);
    }
    yield made(without(changed, gone));
    return;
  }
  for (const { value: given } of run(right, made(value), scope)) {
    const change = (old: Json): Json => {
      if (operator === '=') return given;
      if (operator === '//=') return isTrue(old) ? old : given;
      return operate(operator.slice(0, -1), old, given);
    };
    yield made(paths().reduce((whole, path) => withPart(whole, path, change), value));
  }
}
