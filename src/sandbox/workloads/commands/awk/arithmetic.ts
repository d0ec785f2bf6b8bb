import { AwkError } from './ast.ts';

/** What an operator makes of two numbers. @throws AwkError for a division by zero */
export function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0) throw new AwkError('division by zero');
      return operator === '/' ? a / b : a % b;
    default:
      return a ** b;
  }
}
