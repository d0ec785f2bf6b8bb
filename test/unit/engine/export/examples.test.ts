import { describe, expect, test } from 'vitest';
import { expectationKinds } from '../../../../src/engine/expectations/registry.ts';
import { cannotExpect } from '../../../../src/engine/export/bash/expectation.ts';
import { readExpectation } from '../expectations/read-expectation.ts';
import { judgeByScript } from './judge-by-script.ts';

const succeeded = { exitCode: 0, pipeStatus: [0] };

describe('the examples of every kind of expectation', () => {
  const examples = Object.values(expectationKinds)
    .flatMap((kind) => kind.examples)
    .map((example) => ({ written: 'fence' in example ? example.fence : example.directive, ...example }));

  test('can be judged by a script', () => {
    expect(examples.map(({ written }) => cannotExpect(readExpectation(written)))).toEqual(
      examples.map(() => undefined),
    );
  });

  test('are judged by a script as they say', async () => {
    const cases = examples.map(({ written, output, exit = succeeded, variables = {} }) => ({
      expectation: readExpectation(written),
      output,
      exit,
      variables,
    }));
    const found = await judgeByScript(cases);
    const shown = examples.map(
      ({ written, output }, index) => `${written} ${JSON.stringify(output)}: ${found[index]}`,
    );
    expect(shown).toEqual(
      examples.map(
        ({ written, output, met }) => `${written} ${JSON.stringify(output)}: ${met ? 'met' : 'unmet'}`,
      ),
    );
  });
});
