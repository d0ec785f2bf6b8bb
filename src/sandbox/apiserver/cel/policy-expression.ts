import { mentions } from './compile.ts';
import { createEnvironment, type Registrar } from './library.ts';
import { parseExpression } from './parse.ts';
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

/** Why an expression can't be used, in the form of the API server; undefined when it can. */
export function expressionProblem(expression: string, wanted?: 'bool' | 'string'): string | undefined {
  try {
    const program = parseExpression(policyEnvironment(), expression);
    const { error, type = 'dyn' } = program.check();
    if (error) return `compilation failed: ${problemText(error, expression)}`;
    return !wanted || type === 'dyn' || type === wanted
      ? undefined
      : `must evaluate to ${wanted} but got ${type}`;
  } catch (error) {
    return `compilation failed: ${problemText(error, expression)}`;
  }
}

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
