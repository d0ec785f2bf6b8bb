import type { ASTNode } from '@marcbachmann/cel-js';
import type { ValidationRule } from '../schemas/schema.ts';
import { estimateCost } from './cost/estimate-cost.ts';
import type { ValueType } from './cost/value-type.ts';
import { createEnvironment, type Registrar } from './library.ts';
import { isNode, parseExpression } from './parse.ts';

/** A rule that can be evaluated. */
export type CompiledRule = {
  readonly rule: ValidationRule;
  /** @throws Error of the evaluation */
  readonly holds: (variables: Variables) => unknown;
  /** The text of a message that is an expression. @throws Error of the evaluation */
  readonly messageOf?: (variables: Variables) => unknown;
  /** Whether it compares with what was there before, so that it says nothing of a new value. */
  readonly isTransition: boolean;
  /** What it costs at the most for a value of a type. */
  readonly mostOf: (type: ValueType) => number;
};

export type Variables = { readonly self: unknown; readonly oldSelf?: unknown };

let environment: Registrar | undefined;

/** What all rules of custom resources may use. */
function ruleEnvironment(): Registrar {
  environment ??= createEnvironment(['self', 'oldSelf']);
  return environment;
}

/** @throws Error when the rule can't be read, which its definition was refused for */
export function compileRule(rule: ValidationRule): CompiledRule {
  let most: number | undefined;
  const compiled = read(rule.rule);
  const message = rule.messageExpression ? read(rule.messageExpression) : undefined;
  return {
    rule,
    holds: compiled.run,
    ...(message ? { messageOf: message.run } : {}),
    isTransition: mentions(compiled.ast, 'oldSelf') && !rule.optionalOldSelf,
    mostOf(type) {
      most ??= estimateCost(rule.rule, type, rule.optionalOldSelf ?? false);
      return most;
    },
  };
}

function read(expression: string): { readonly ast: ASTNode; readonly run: CompiledRule['holds'] } {
  const program = parseExpression(ruleEnvironment(), expression);
  return { ast: program.ast, run: (variables) => program({ ...variables }) };
}

/** Whether an expression names a variable. */
export function mentions(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((one) => mentions(one, name));
  if (!isNode(node)) return false;
  return node.op === 'id' ? node.args === name : mentions(node.args, name);
}
