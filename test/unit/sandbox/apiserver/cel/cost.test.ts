import { beforeAll, expect, test } from 'vitest';
import { estimateCost } from '../../../../../src/sandbox/apiserver/cel/cost/estimate-cost.ts';
import { dynType, valueTypeOf } from '../../../../../src/sandbox/apiserver/cel/cost/value-type.ts';
import { brokenCelRules } from '../../../../../src/sandbox/apiserver/cel/evaluate.ts';
import { loadCel } from '../../../../../src/sandbox/apiserver/cel/library.ts';
import type { Schema } from '../../../../../src/sandbox/apiserver/schemas/schema.ts';
import costs from '../../../../fixtures/cel/costs.json' with { type: 'json' };

beforeAll(loadCel);

// The rules of one object, with and without limits in its schema, and what apiextensions-apiserver 0.33.1 makes of them.
test.each(['unlimited', 'limited'] as const)(
  'rules of an %s schema cost what the API server says',
  (name) => {
    const type = valueTypeOf(costs[name] as Schema, false) ?? dynType;
    const estimates = costs.rules.map(({ rule }) => [rule, estimateCost(rule, type, false)]);
    expect(estimates).toEqual(costs.rules.map((row) => [row.rule, row[name]]));
  },
);

test('a value whose rules may go beyond what the API server spends on it is refused by name', () => {
  const schema: Schema = {
    type: 'array',
    maxItems: 1000,
    items: { type: 'string', maxLength: 5 },
    'x-kubernetes-validations': [{ rule: 'self.all(x, self.exists(y, x == y))' }],
  };
  const list = (length: number) => Array.from({ length }, (_, index) => String(index));
  const broken = (length: number) =>
    brokenCelRules(schema, { value: list(length), old: undefined, path: 'spec', definitions: {} });
  expect(broken(300)).toEqual([]);
  expect(() => broken(1000)).toThrow(
    'sandbox: a CEL rule that may cost more than 1000000 for one object is not simulated: self.all(x, self.exists(y, x == y))',
  );
});
