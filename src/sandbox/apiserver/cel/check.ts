import type { ASTNode } from '@marcbachmann/cel-js';
import { mentions } from './compile.ts';
import type { ValueType } from './cost/value-type.ts';
import { createEnvironment, type Registrar } from './library.ts';
import { foreignProblems, literalProblems } from './literal-problems.ts';
import { isNode, parseExpression } from './parse.ts';
import { placedProblem, problemText } from './problem-text.ts';

/** What is known of a rule before any value is. */
type Checked = {
  /** Why it can't be used, in the form of the API server. */
  readonly problem?: string;
  /** Type of its result. */
  readonly type?: string;
  readonly usesOld: boolean;
};

/** Reads a rule and looks whether the fields that it names are those of the type that it is for. */
export function checkRule(expression: string, self: ValueType): Checked {
  const environment = environments.get(self) ?? environmentOf(self);
  environments.set(self, environment);
  try {
    const program = parseExpression(environment, expression);
    const { error, type: result } = program.check();
    const usesOld = mentions(program.ast, 'oldSelf');
    const problem = problemsOf(environment.parse(expression).ast, expression, error);
    return problem ? { problem, usesOld } : { ...(result ? { type: result } : {}), usesOld };
  } catch (error) {
    return { problem: problemText(error, expression), usesOld: false };
  }
}

/** What is wrong with an expression that the library could read, if anything; `error` is what it said itself. */
export function problemsOf(ast: ASTNode, expression: string, error: unknown): string | undefined {
  const foreign = foreignProblems(ast);
  if (foreign.length) return foreign.map((problem) => placedProblem(problem, expression)).join('\n');
  if (error) return problemText(error, expression);
  const found = literalProblems(ast);
  return found.length ? found.map((problem) => placedProblem(problem, expression)).join('\n') : undefined;
}

const environments = new WeakMap<ValueType, Registrar>();

function environmentOf(self: ValueType): Registrar {
  const environment = createEnvironment([]);
  const type = nameOf(self, { environment, names: new Map() });
  environment.registerVariable('self', type);
  environment.registerVariable('oldSelf', type);
  return environment;
}

type Types = { readonly environment: Registrar; readonly names: Map<ValueType, string> };

/** The library's name of a type; objects get a type of their own. */
function nameOf(type: ValueType, types: Types): string {
  switch (type.kind) {
    case 'list':
      return `list<${type.element ? nameOf(type.element, types) : 'dyn'}>`;
    case 'map':
      return `map<string, ${type.element ? nameOf(type.element, types) : 'dyn'}>`;
    case 'object':
      return objectName(type, types);
    case 'string':
    case 'bytes':
      return type.kind;
    case 'scalar':
      return type.scalar ?? 'dyn';
    default:
      return 'dyn';
  }
}

function objectName(type: ValueType, types: Types): string {
  const known = types.names.get(type);
  if (known) return known;
  const name = `Object${types.names.size}`;
  types.names.set(type, name);
  const fields = Object.entries(type.fields ?? {}).map(([field, inner]) => [
    field,
    // Of objects, null may stand for one.
    inner.isNullable && inner.kind === 'object' ? 'dyn' : nameOf(inner, types),
  ]);
  types.environment.registerType(name, { fields: Object.fromEntries(fields) });
  return name;
}

/** Functions that Kubernetes has and that aren't there, of those that an expression calls. */
export function missingFunctions(expression: string): readonly string[] {
  try {
    return callsIn(parseExpression(createEnvironment([]), expression).ast)
      .filter(({ name, count }) => unavailable.has(name) || (twoVariables.has(name) && count === 3))
      .map(({ name, count }) => `${name}()${count === 3 ? ' with two variables' : ''}`);
  } catch {
    return [];
  }
}

type Call = { readonly name: string; readonly count: number };

/** The methods and functions that an expression calls, with the number of what they are given. */
function callsIn(node: unknown): readonly Call[] {
  if (Array.isArray(node)) return node.flatMap(callsIn);
  if (!isNode(node)) return [];
  const { op, args }: { readonly op: string; readonly args: unknown } = node;
  if (!Array.isArray(args)) return callsIn(args);
  const given: unknown = args.at(-1);
  const isCall = (op === 'rcall' || op === 'call') && Array.isArray(given);
  return [...(isCall ? [{ name: String(args[0]), count: given.length }] : []), ...callsIn(args)];
}

const twoVariables = new Set(['all', 'exists', 'existsOne', 'exists_one']);

/** @see https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries */
const unavailable = new Set(
  'transformList transformMap transformMapEntry authorizer semver isSemver format quote flatten slice distinct sort sortBy first last named unwrap unwrapOpt optMap optFlatMap jsonpatch'.split(
    ' ',
  ),
);
