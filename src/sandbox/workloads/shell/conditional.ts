import type { TestExpression } from 'unbash';
import { expandWord, type Runner, stretchesOf } from './expand.ts';
import { patternSource } from './pattern.ts';
import { assign, type Scope } from './scope.ts';
import { testExpression } from './test-expression.ts';

/** `[[ … ]]`: 0 when it holds, 1 when not. */
export async function conditional(node: TestExpression, scope: Scope, run: Runner): Promise<number> {
  return Number(!(await holds(node, scope, run)));
}

async function holds(node: TestExpression, scope: Scope, run: Runner): Promise<boolean> {
  switch (node.type) {
    case 'TestGroup':
      return holds(node.expression, scope, run);
    case 'TestNot':
      return (node.negations.length % 2 === 1) !== (await holds(node.operand, scope, run));
    case 'TestLogical': {
      const all = node.operator === '&&';
      for (const operand of node.operands) if ((await holds(operand, scope, run)) !== all) return !all;
      return all;
    }
    case 'TestUnary': {
      const operand = await expandWord(node.operand, scope, run);
      return testExpression([node.operator, operand], scope) === 0;
    }
    case 'TestBinary':
      return compared(node, scope, run);
    default:
      return node satisfies never;
  }
}

async function compared(
  { operator, left, right }: TestExpression & { readonly type: 'TestBinary' },
  scope: Scope,
  run: Runner,
): Promise<boolean> {
  const text = await expandWord(left, scope, run);
  if (operator === '=' || operator === '==' || operator === '!=') {
    const source = patternSource(await stretchesOf(right, scope, run));
    return new RegExp(`^(?:${source})$`).test(text) === (operator !== '!=');
  }
  const other = await expandWord(right, scope, run);
  if (operator === '=~') {
    const found = new RegExp(other).exec(text);
    const groups = found ? [...found].map((group, index) => [String(index), group ?? ''] as const) : [];
    assign(scope, 'BASH_REMATCH', new Map(groups));
    return found !== null;
  }
  if (operator === '<') return text < other;
  if (operator === '>') return text > other;
  return testExpression([text, operator, other], scope) === 0;
}
