import { quantity, quantityProblem } from '../../admission/quantity.ts';
import type { Registrar } from '../library.ts';

class CelQuantity {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

function requireQuantity(text: string): CelQuantity {
  if (quantityProblem(text) !== undefined) throw new Error(`quantity parse error: ${text}`);
  return new CelQuantity(quantity(text));
}

const amountOf = (value: CelQuantity | bigint): number =>
  value instanceof CelQuantity ? value.value : Number(value);

/** Functions of amounts. @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library */
export function quantityFunctions(environment: Registrar): void {
  environment.registerType('kubernetes.Quantity', CelQuantity);
  environment.registerFunction('quantity(string): kubernetes.Quantity', requireQuantity);
  environment.registerFunction(
    'isQuantity(string): bool',
    (text: string) => quantityProblem(text) === undefined,
  );
  const own = (signature: string, handler: (one: CelQuantity) => unknown) =>
    environment.registerFunction(`kubernetes.Quantity.${signature}`, handler);
  own('sign(): int', ({ value }) => BigInt(Math.sign(value)));
  own('isInteger(): bool', ({ value }) => Number.isInteger(value));
  own('asInteger(): int', ({ value }) => BigInt(value));
  own('asApproximateFloat(): double', ({ value }) => value);
  const withOther = (name: string, type: string, handler: (one: number, other: number) => unknown) => {
    const call = (one: CelQuantity, other: CelQuantity | bigint) => handler(one.value, amountOf(other));
    environment.registerFunction(`kubernetes.Quantity.${name}(kubernetes.Quantity): ${type}`, call);
    if (type === 'kubernetes.Quantity')
      environment.registerFunction(`kubernetes.Quantity.${name}(int): ${type}`, call);
  };
  withOther('isLessThan', 'bool', (one, other) => one < other);
  withOther('isGreaterThan', 'bool', (one, other) => one > other);
  withOther('compareTo', 'int', (one, other) => BigInt(Math.sign(one - other)));
  withOther('add', 'kubernetes.Quantity', (one, other) => new CelQuantity(one + other));
  withOther('sub', 'kubernetes.Quantity', (one, other) => new CelQuantity(one - other));
}
