import { beforeAll, expect, test } from 'vitest';
import { estimateCost } from '../../../../../src/sandbox/apiserver/cel/cost/estimate-cost.ts';
import { dynType, valueTypeOf } from '../../../../../src/sandbox/apiserver/cel/cost/value-type.ts';
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
