import { assign } from './assign.ts';
import { type Ast, type Definition, JqError, JqSyntaxError, type Json, type Path } from './ast.ts';
import { alternatives, attempts, indexed, objects, slices, texts } from './construct.ts';
import { bind, fold } from './fold.ts';
import { formatText } from './formats.ts';
import { made } from './native.ts';
import { native } from './natives.ts';
import { decided, negated, operated } from './operations.ts';
import { prelude } from './prelude.ts';
import { isList, isObject, isTrue, part, shown } from './values.ts';

/** A result, and where in the input it is, for what changes parts of it; values that are made are nowhere. */
export type Out = { readonly value: Json; readonly path?: Path };

export type Outs = Generator<Out, void, undefined>;

/** An argument of a function: a filter that is run where the function wants it. */
export type Closure = (input: Out) => Outs;

type Known = { readonly definition: Definition; readonly scope: () => Scope } | { readonly closure: Closure };

/** What names mean at a place in a filter. */
export type Scope = {
  readonly variables: ReadonlyMap<string, Json>;
  readonly functions: ReadonlyMap<string, Known>;
  /** Steps that are left: nobody else runs while a filter does. */
  readonly budget: { left: number };
};

/** How many steps one run of jq may take. */
const mostSteps = 3_000_000;

export const scopeOf = (variables: ReadonlyMap<string, Json>): Scope => {
  let scope: Scope = { variables, functions: new Map(), budget: { left: mostSteps } };
  for (const definition of prelude()) scope = withFunction(scope, definition);
  return scope;
};

const idOf = (name: string, count: number): string => `${name}/${count}`;

function withFunction(scope: Scope, definition: Definition): Scope {
  const functions = new Map(scope.functions);
  const inner: Scope = { ...scope, functions };
  functions.set(idOf(definition.name, definition.params.length), { definition, scope: () => inner });
  return inner;
}

export const withVariable = (scope: Scope, name: string, value: Json): Scope => ({
  ...scope,
  variables: new Map([...scope.variables, [name, value]]),
});

/** Runs a filter on an input. @throws JqError, JqSyntaxError for names that nothing has */
export function* run(ast: Ast, input: Out, scope: Scope): Outs {
  scope.budget.left -= 1;
  if (scope.budget.left < 0) throw new RangeError('too many steps');
  switch (ast.kind) {
    case 'identity':
      yield input;
      return;
    case 'recurse':
      yield* everyPart(input);
      return;
    case 'literal':
      yield made(ast.value);
      return;
    case 'text':
      yield* texts(ast.parts, ast.format, input, scope);
      return;
    case 'format':
      yield made(formatText(ast.name, input.value));
      return;
    case 'index':
      yield* indexed(ast, input, scope);
      return;
    case 'slice':
      yield* slices(ast, input, scope);
      return;
    case 'iterate':
      for (const of of run(ast.of, input, scope)) yield* parts(of);
      return;
    case 'array':
      yield made(ast.of ? [...run(ast.of, made(input.value), scope)].map(({ value }) => value) : []);
      return;
    case 'object':
      yield* objects(ast.fields, made(input.value), scope);
      return;
    case 'pipe':
      for (const left of run(ast.left, input, scope)) yield* run(ast.right, left, scope);
      return;
    case 'comma':
      yield* run(ast.left, input, scope);
      yield* run(ast.right, input, scope);
      return;
    case 'and':
    case 'or':
      yield* decided(ast.kind, ast, input, scope);
      return;
    case 'alternative':
      yield* alternatives(ast.left, ast.right, input, scope);
      return;
    case 'binary':
      yield* operated(ast, input, scope);
      return;
    case 'assign':
      yield* assign(ast, input, scope);
      return;
    case 'negate':
      yield* negated(ast.of, input, scope);
      return;
    case 'try':
      yield* attempts(ast.of, ast.otherwise, input, scope);
      return;
    case 'if':
      for (const { value } of run(ast.condition, made(input.value), scope))
        yield* run(isTrue(value) ? ast.then : ast.otherwise, input, scope);
      return;
    case 'reduce':
    case 'foreach':
      yield* fold(ast, input, scope);
      return;
    case 'bind':
      yield* bind(ast, input, scope);
      return;
    case 'define':
      yield* run(ast.body, input, withFunction(scope, ast.definition));
      return;
    case 'variable':
      yield made(variable(ast.name, scope));
      return;
    case 'call':
      yield* call(ast.name, ast.args, input, scope);
  }
}

function variable(name: string, { variables }: Scope): Json {
  const value = variables.get(name);
  if (value === undefined) throw new JqSyntaxError(`error: $${name} is not defined`);
  return value;
}

/** A part of a result. */
export const step = ({ value, path }: Out, at: Json): Out => ({
  value: part(value, at),
  ...(path ? { path: [...path, at] } : {}),
});

/** The parts of a list or an object, one after the other. */
function* parts(of: Out): Outs {
  const { value, path } = of;
  if (!isList(value) && !isObject(value))
    throw new JqError(`Cannot iterate over ${value === null ? 'null' : shown(value)}`);
  const keys: readonly Json[] = isList(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : [];
  for (const key of keys) yield path ? step(of, key) : step({ value }, key);
}

function* everyPart(of: Out): Outs {
  yield of;
  if (isList(of.value) || isObject(of.value)) for (const inner of parts(of)) yield* everyPart(inner);
}

function* call(name: string, args: readonly Ast[], input: Out, scope: Scope): Outs {
  const known = scope.functions.get(idOf(name, args.length));
  const closures = args.map(
    (arg): Closure =>
      (at) =>
        run(arg, at, scope),
  );
  if (!known) {
    const own = native(name, closures);
    if (!own) throw new JqSyntaxError(`sandbox: ${name}/${args.length} of jq is not simulated`);
    yield* own(input);
    return;
  }
  if ('closure' in known) {
    yield* known.closure(input);
    return;
  }
  const { definition } = known;
  yield* withArguments(definition.params, closures, { input, scope: known.scope(), body: definition.body });
}

type Body = { readonly input: Out; readonly scope: Scope; readonly body: Ast };

/** Binds arguments: filters to names, and of `$name` each of its values too. */
function* withArguments(
  params: readonly string[],
  closures: readonly Closure[],
  { input, scope, body }: Body,
): Outs {
  const [param, ...others] = params;
  const [closure, ...left] = closures;
  if (param === undefined || !closure) {
    yield* run(body, input, scope);
    return;
  }
  const bind = (from: Scope, name: string, given: Closure): Scope => ({
    ...from,
    functions: new Map([...from.functions, [idOf(name, 0), { closure: given }]]),
  });
  if (!param.startsWith('$')) {
    yield* withArguments(others, left, { input, scope: bind(scope, param, closure), body });
    return;
  }
  const name = param.slice(1);
  for (const { value } of closure(made(input.value))) {
    const inner = withVariable(
      bind(scope, name, function* () {
        yield made(value);
      }),
      name,
      value,
    );
    yield* withArguments(others, left, { input, scope: inner, body });
  }
}
