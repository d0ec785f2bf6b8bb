import type { Ast } from './ast.ts';

/** How tightly operators bind, the loosest first, and to which side. */
export const levels: readonly {
  readonly operators: readonly string[];
  readonly right?: true;
  readonly once?: true;
}[] = [
  { operators: ['//'], right: true },
  { operators: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], once: true },
  { operators: ['or'] },
  { operators: ['and'] },
  { operators: ['==', '!=', '<', '<=', '>', '>='], once: true },
  { operators: ['+', '-'] },
  { operators: ['*', '/', '%'] },
];

/** What an operator makes of its sides. */
export function combined(operator: string, left: Ast, right: Ast): Ast {
  if (operator === '//') return { kind: 'alternative', left, right };
  if (operator === 'and' || operator === 'or') return { kind: operator, left, right };
  if (operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator))
    return { kind: 'assign', operator, left, right };
  return { kind: 'binary', operator, left, right };
}
