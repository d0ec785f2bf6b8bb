import { expect, test } from 'vitest';
import type { ExpectationKind } from '../../../../src/engine/expectations/kind.ts';
import { expectationKinds } from '../../../../src/engine/expectations/registry.ts';
import { isMetBy } from './judge-example.ts';
import { readExpectation } from './read-expectation.ts';

const kinds: readonly (readonly [string, ExpectationKind])[] = Object.entries(expectationKinds);
const examples = kinds.flatMap(([name, kind]) =>
  kind.examples.map((example) => ({
    name,
    written: 'fence' in example ? example.fence : example.directive,
    ...example,
  })),
);

test.each(kinds)('%s has its own name, a word or phrase of its own, and examples both ways', (name, kind) => {
  expect(kind.name).toBe(name);
  expect(new Set(kind.examples.map(({ met }) => met))).toEqual(new Set([true, false]));
});

test.each(examples)('$name: `$written` judges $output as $met', (example) => {
  const expectation = readExpectation(example.written);
  expect(expectation.kind).toBe(example.name);
  expect(isMetBy(expectation, example)).toBe(example.met);
});
