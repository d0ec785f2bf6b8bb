import { problemsOf } from './check.ts';
import { mentions } from './compile.ts';
import { createEnvironment, type Registrar } from './library.ts';
import { parseExpression } from './parse.ts';
import { declarePolicy, type PolicyScope } from './policy-types.ts';
import { problemText } from './problem-text.ts';
import { celValue } from './values.ts';

/** What an expression of an admission policy may name. @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
const names = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables'];

/** What stands for the names; JSON values, but for the variables, which are values of expressions already. */
export type PolicyValues = Readonly<Record<string, unknown>>;

let environment: Registrar | undefined;

function policyEnvironment(): Registrar {
  environment ??= createEnvironment(names);
  return environment;
}

/** What a checked expression gives, or why it can't be used. */
type Checked = { readonly type: string } | { readonly problem: string };

/** Reads an expression and looks whether what it names is there. */
export function checkPolicyExpression(expression: string, scope: PolicyScope): Checked {
  const problem = (text: string): Checked => ({ problem: `compilation failed: ${text}` });
  try {
    const checking = createEnvironment([]);
    declarePolicy(checking, scope);
    const program = parseExpression(checking, expression);
    const { error, type = 'dyn' } = program.check();
    const found = problemsOf(checking.parse(expression).ast, expression, error);
    return found ? problem(found) : { type };
  } catch (error) {
    return problem(problemText(error, expression));
  }
}

/** Why an expression can't be used, in the form of the API server; undefined when it can. */
export function expressionProblem(
  expression: string,
  scope: PolicyScope,
  wanted: readonly string[] = [],
): string | undefined {
  const checked = checkPolicyExpression(expression, scope);
  if ('problem' in checked) return checked.problem;
  const type = goName(checked.type);
  if (wanted.length === 0 || wanted.includes(type)) return undefined;
  return wanted.length === 1
    ? `must evaluate to ${wanted[0]} but got ${type}`
    : `must evaluate to one of [${wanted.join(' ')}] but got ${type}`;
}

/** The library's name of a type as cel-go has it. */
const goName = (type: string): string =>
  type
    .replaceAll('<', '(')
    .replaceAll('>', ')')
    .replace(/^null$/, 'null_type')
    .replace(/^(list)$/, 'list(dyn)')
    .replace(/^(map)$/, 'map(dyn, dyn)');

/** Whether an expression asks the authorizer, which it can't here. */
export function asksAuthorizer(expression: string): boolean {
  try {
    return mentions(
      parseExpression(createEnvironment([...names, 'authorizer']), expression).ast,
      'authorizer',
    );
  } catch {
    return false;
  }
}

const programs = new Map<string, (values: PolicyValues) => unknown>();
const keptPrograms = 500;

/** The value of an expression. @throws Error in the words of the API server */
export function evaluateExpression(expression: string, values: PolicyValues): unknown {
  const program = programs.get(expression) ?? compile(expression);
  if (programs.size >= keptPrograms) programs.clear();
  programs.set(expression, program);
  try {
    return program(values);
  } catch (error) {
    const [text = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const why = text.replace(/^No such key/, 'no such key');
    throw new Error(`expression '${expression}' resulted in error: ${why}`);
  }
}

function compile(expression: string): (values: PolicyValues) => unknown {
  const program = parseExpression(policyEnvironment(), expression);
  return (values) => program({ ...values });
}

/** A JSON value as expressions of policies see it: nothing is known of its types. */
export const policyValue = (value: unknown): unknown => celValue(value ?? null, {});
