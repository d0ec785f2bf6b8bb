import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import type { Registrar } from './library.ts';

/**
 * Reads an expression. The library's `has` takes fields of variables only, so that `has(a[0].b)` is read as
 * `[a[0]].exists(one, has(one.b))`, which is the same.
 * @throws Error when it can't be read
 */
export function parseExpression(environment: Registrar, expression: string): ParseResult {
  const program = environment.parse(expression);
  const call = indirectHas(program.ast);
  return call ? parseExpression(environment, rewritten(expression, call)) : program;
}

type HasCall = {
  readonly start: number;
  readonly end: number;
  readonly base: ASTNode;
  readonly field: string;
};

/** The first `has` of a field of something that isn't a variable or a field of one. */
function indirectHas(node: unknown): HasCall | undefined {
  if (Array.isArray(node)) {
    for (const one of node) {
      const found = indirectHas(one);
      if (found) return found;
    }
    return undefined;
  }
  if (!isNode(node)) return undefined;
  return hasCall(node) ?? indirectHas(node.args);
}

function hasCall(node: ASTNode): HasCall | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const [argument] = node.args[1];
  if (argument?.op !== '.') return undefined;
  const [base, field] = argument.args;
  return isPlain(base) ? undefined : { start: node.range.start, end: node.range.end, base, field };
}

const isPlain = (node: ASTNode): boolean =>
  node.op === 'id' || ((node.op === '.' || node.op === '.?') && isPlain(node.args[0]));

function rewritten(expression: string, { start, end, base, field }: HasCall): string {
  const inner = expression.slice(base.range.start, base.range.end);
  return `${expression.slice(0, start)}[${inner}].exists(one, has(one.${field}))${expression.slice(end)}`;
}

export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
